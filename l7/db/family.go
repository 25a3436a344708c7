//go:build !nfstream_no_db

// Package db has the protocols of databases, caches and queues.
package db

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// Protos returns the protocols of the family, unless it is compiled with the tag nfstream_no_db.
func Protos() []l7.Proto {
	return []l7.Proto{
		memcached(), memcachedDatagrams(),
		postgreSQL(), mySQL(), tds(), drda(), oracle(), mongoDB(), cassandra(), redis(), elasticsearch(),
		// ClickHouse's native protocol (ClickHouse, "Native protocol", hello): the client's and the server's name.
		l7.Prefixed(categories.ClickHouse, l7.TCP, []uint16{9000}, "\x00\x11ClickHouse client", "\x00\x0aClickHouse"),
	}
}
