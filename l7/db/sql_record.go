package db

import (
	"bytes"
	"encoding/binary"

	"github.com/nfstream/nfstream-go/l7/metadata"
)

// PostgreSQL is what was read of PostgreSQL.
type PostgreSQL struct {
	User, Database, Application string // as the client says
	Version                     string // of the server
}

func postgreSQLColumns() []*metadata.Column {
	type record = *PostgreSQL
	return []*metadata.Column{
		metadata.Text("postgresql_user", "user that logs in", func(m record) string { return m.User }),
		metadata.Text("postgresql_database", "database that the client asks for; empty is that of the user's name",
			func(m record) string { return m.Database }),
		metadata.Text("postgresql_application", "program of the client", func(m record) string { return m.Application }),
		metadata.Text("postgresql_version", "version of the server", func(m record) string { return m.Version }),
	}
}

// MySQL is what was read of MySQL or MariaDB.
type MySQL struct {
	Version        string // of the server
	User, Database string // as the client says
}

func mySQLColumns() []*metadata.Column {
	type record = *MySQL
	return []*metadata.Column{
		metadata.Text("mysql_version", "version of the server", func(m record) string { return m.Version }),
		metadata.Text("mysql_user", "user that logs in", func(m record) string { return m.User }),
		metadata.Text("mysql_database", "database that the client asks for", func(m record) string { return m.Database }),
	}
}

// TDS is what was read of SQL Server's or Sybase's protocol.
type TDS struct {
	Host, User, Application, Server, Database string // as the login has them
	Version                                   string // of the server, such as 15.0.2000
}

func tdsColumns() []*metadata.Column {
	type record = *TDS
	return []*metadata.Column{
		metadata.Text("tds_user", "user that logs in", func(m record) string { return m.User }),
		metadata.Text("tds_database", "database that the client asks for", func(m record) string { return m.Database }),
		metadata.Text("tds_host", "name of the client", func(m record) string { return m.Host }),
		metadata.Text("tds_application", "program of the client", func(m record) string { return m.Application }),
		metadata.Text("tds_server", "name of the server, as the client has it", func(m record) string { return m.Server }),
		metadata.Text("tds_version", "version of the server", func(m record) string { return m.Version }),
	}
}

// Oracle is what the client's description of its connection says.
type Oracle struct {
	Service             string // name of the service, or identifier of the database
	Program, Host, User string // of the client
}

func oracleColumns() []*metadata.Column {
	type record = *Oracle
	return []*metadata.Column{
		metadata.Text("oracle_service", "service or database that the client asks for", func(m record) string { return m.Service }),
		metadata.Text("oracle_user", "user of the client's system", func(m record) string { return m.User }),
		metadata.Text("oracle_host", "name of the client", func(m record) string { return m.Host }),
		metadata.Text("oracle_program", "program of the client", func(m record) string { return m.Program }),
	}
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
