package db

import (
	"bytes"
	"encoding/binary"

	"github.com/nfstream/nfstream-go/l7/metadata"
)

// PostgreSQL is what was read of PostgreSQL.
type PostgreSQL struct {
	_ metadata.Uncompared

	User, Database, Application string // as the client says
	Version                     string // of the server
}

func postgreSQLColumns() []*metadata.Column {
	return metadata.TextColumns(`postgresql_user user that logs in
postgresql_database database that the client asks for; empty is that of the user's name
postgresql_application program of the client
postgresql_version* version of the server`, func(m *PostgreSQL, i int) string {
		return [...]string{m.User, m.Database, m.Application, m.Version}[i]
	})
}

// MySQL is what was read of MySQL or MariaDB.
type MySQL struct {
	_ metadata.Uncompared

	Version        string // of the server
	User, Database string // as the client says
}

func mySQLColumns() []*metadata.Column {
	return metadata.TextColumns(`mysql_version* version of the server
mysql_user user that logs in
mysql_database database that the client asks for`, func(m *MySQL, i int) string {
		return [...]string{m.Version, m.User, m.Database}[i]
	})
}

// TDS is what was read of SQL Server's or Sybase's protocol.
type TDS struct {
	_ metadata.Uncompared

	Host, User, Application, Server, Database string // as the login has them
	Version                                   string // of the server, such as 15.0.2000
}

func tdsColumns() []*metadata.Column {
	return metadata.TextColumns(`tds_user user that logs in
tds_database database that the client asks for
tds_host name of the client
tds_application program of the client
tds_server name of the server, as the client has it
tds_version* version of the server`, func(m *TDS, i int) string {
		return [...]string{m.User, m.Database, m.Host, m.Application, m.Server, m.Version}[i]
	})
}

// Oracle is what the client's description of its connection says.
type Oracle struct {
	_ metadata.Uncompared

	Service             string // name of the service, or identifier of the database
	Program, Host, User string // of the client
}

func oracleColumns() []*metadata.Column {
	return metadata.TextColumns(`oracle_service service or database that the client asks for
oracle_user user of the client's system
oracle_host name of the client
oracle_program program of the client`, func(m *Oracle, i int) string {
		return [...]string{m.Service, m.User, m.Host, m.Program}[i]
	})
}

// kept returns the part of a text that a record keeps.
//
//go:noinline
func kept(text []byte) string { return string(text[:min(len(text), 256)]) }

// upToZero returns a text that ends with a zero, and what follows it. It is empty if there is no zero.
//
//go:noinline
func upToZero(b []byte) (text, rest []byte) {
	text, rest, ok := bytes.Cut(b, []byte{0})
	if !ok {
		return nil, nil
	}
	return text, rest
}

// text16 returns the text in UTF-16 to which a place and a length in two bytes each refer, the low ones first, as far as it is
// there.
func text16(b []byte, at int) []byte {
	if len(b) < at+4 {
		return nil
	}
	begin := int(binary.LittleEndian.Uint16(b[at:]))
	end := begin + 2*int(binary.LittleEndian.Uint16(b[at+2:]))
	if begin > len(b) {
		return nil
	}
	return b[begin:min(end, len(b), begin+512)]
}
