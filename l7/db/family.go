//go:build !nfstream_no_db

// Package db has the protocols of databases, caches and queues.
package db

import "github.com/nfstream/nfstream-go/l7"

// Protos returns the protocols of the family, unless it is compiled with the tag nfstream_no_db.
func Protos() []l7.Proto {
	return l7.Collect(
		memcached, memcachedDatagrams,
		postgreSQL, mySQL, tds, drda, oracle, mongoDB, cassandra, redis, elasticsearch,
		clickHouse,
	)
}
