//go:build !nfstream_no_db

package db_test

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/db"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/tls"
)

// check fails where the connection of turns leaves another record.
func check[T any](t *testing.T, port uint16, want T, turns ...string) {
	t.Helper()
	require.Equal(t, want, l7test.Record[T](t, newEngine, l7test.Script{On: l7.TCP, Port: port, Turns: turns}), "%q", turns)
}

func be32(n int) string { return string(binary.BigEndian.AppendUint32(nil, uint32(n))) }
func le32(n int) string { return string(binary.LittleEndian.AppendUint32(nil, uint32(n))) }
func be16(n int) string { return string(binary.BigEndian.AppendUint16(nil, uint16(n))) }
func le16(n int) string { return string(binary.LittleEndian.AppendUint16(nil, uint16(n))) }

func blank(n int) string { return string(make([]byte, n)) }

func wide(text string) (s string) {
	for i := range len(text) {
		s += text[i:i+1] + "\x00"
	}
	return s
}

func TestPostgreSQL(t *testing.T) {
	body := "\x00\x03\x00\x00user\x00bob\x00database\x00shop\x00application_name\x00psql\x00\x00"
	startup := be32(4+len(body)) + body
	status := func(name, value string) string {
		return "S" + be32(6+len(name)+len(value)) + name + "\x00" + value + "\x00"
	}
	want := db.PostgreSQL{User: "bob", Database: "shop", Application: "psql"}
	check(t, 5432, want, startup)
	check(t, 5432, want, startup, "R\x00\x00\x00\x08\x00\x00\x00\x00Z\x00\x00\x00\x05I"+status("server_version", "1"))
	want.Version = "15.3 (Debian)"
	check(t, 5432, want, startup,
		"R\x00\x00\x00\x08\x00\x00\x00\x00"+status("a", strings.Repeat("b", 500))+status("server_version", want.Version))
	check(t, 5432, want, sslRequest, "N", startup, "R\x00\x00\x00\x08\x00\x00\x00\x05",
		"p\x00\x00\x00\x06a\x00", status("server_version", want.Version))
	check(t, 5432, want, sslRequest[:7]+"\x30", "N", sslRequest, "N", startup, status("server_version", want.Version))
	check(t, 5432, db.PostgreSQL{}, sslRequest, "E\x00\x00\x00\x05!", startup)
	k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 5432)
	k.Turns(sslRequest, "S", l7test.ClientHello)
	k.End()
	require.NotNil(t, metadata.Get[tls.Metadata](k.Metadata))
}

func TestMySQL(t *testing.T) {
	packet := func(number byte, body string) string { return le32(len(body))[:3] + string([]byte{number}) + body }
	greeting := packet(0, "\x0a8.0.36\x00"+blank(4+8+1)+"\xff\xff\x08\x02\x00\xff\xc1\x15"+blank(10))
	login := func(flags, rest string) string { return packet(1, flags+blank(32-len(flags))+rest) }
	check(t, 3306, db.MySQL{Version: "8.0.36"}, "", greeting)
	check(t, 3306, db.MySQL{Version: "8.0.36", User: "bob", Database: "shop"}, "", greeting,
		login("\x08\x82\x20\x00", "bob\x00\x03abcshop\x00mysql_native_password\x00"))
	check(t, 3306, db.MySQL{Version: "8.0.36", User: "bob", Database: "shop"}, "", greeting, login("\x08\x02", "bob\x00abc\x00shop\x00"))
	check(t, 3306, db.MySQL{Version: "8.0.36", User: "bob"}, "", greeting, login("\x00\x82", "bob\x00\x03abcshop\x00"))
	check(t, 3306, db.MySQL{Version: "8.0.36", User: "bob"}, "", greeting, login("\x08\x82", "bob\x00\xffabc"))
	check(t, 3306, db.MySQL{Version: "8.0.36"}, "", greeting, packet(1, "\x08\x00\x00\x00\x00bob\x00"))
}

func TestTDS(t *testing.T) {
	packet := func(kind byte, body string) string {
		return string([]byte{kind, 1}) + be16(8+len(body)) + "\x00\x00\x01\x00" + body
	}
	texts, places := "", ""
	for _, text := range []string{"PC", "bob", "secret", "app", "srv", "", "lib", "", "shop"} {
		places += le16(94+len(texts)) + le16(len(text))
		texts += wide(text)
	}
	login := "\x04\x00\x00\x74" + blank(28) + places + blank(22) + texts
	login = packet(0x10, le32(len(login)+4)+login)
	options := packet(0x12, "\x00\x00\x0b\x00\x06\x01\x00\x11\x00\x01\xff\x0f\x00\x07\xd0\x00\x00\x00")
	answer := packet(4, options[8:])
	want := db.TDS{Host: "PC", User: "bob", Application: "app", Server: "srv", Database: "shop"}
	check(t, 1433, want, login)
	want.Version = "15.0.2000"
	check(t, 1433, want, options, answer, login, packet(4, "\xad\x00\x00"))
	check(t, 1433, db.TDS{}, options, packet(4, "\xad\x00\x00"), login)
	check(t, 1433, db.TDS{Host: "unix", User: "sa"},
		"\x02\x00\x02\x00\x00\x00\x00\x00unix"+blank(26)+"\x04sa"+blank(28)+"\x02"+blank(512-70))
}

func TestOracle(t *testing.T) {
	packet := func(kind byte, body string) string {
		return be16(8+len(body)) + "\x00\x00" + string([]byte{kind}) + "\x00\x00\x00" + body
	}
	versions := "\x01\x3b\x01\x2c\x0c\x41" + blank(20)
	text := "(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=db)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=shop)" +
		"(CID=(PROGRAM=sqlplus)(HOST=pc)(USER=bob))))"
	want := db.Oracle{Service: "shop", Program: "sqlplus", Host: "pc", User: "bob"}
	check(t, 1521, want, packet(1, versions+text))
	check(t, 1521, want, packet(1, versions), packet(11, ""), packet(6, "\x00\x00"+text))
	check(t, 1521, db.Oracle{Service: "ORCL"}, packet(1, versions+"(DESCRIPTION=(CONNECT_DATA=(SID=ORCL)))"))
}

func TestMongoDB(t *testing.T) {
	message := func(code int, response int, body string) string {
		return le32(16+len(body)) + le32(1) + le32(response) + le32(code) + body
	}
	document := func(elements string) string { return le32(len(elements)+5) + elements + "\x00" }
	text := func(name, value string) string { return "\x02" + name + "\x00" + le32(len(value)+1) + value + "\x00" }
	hello := document("\x10hello\x00" + le32(1) +
		"\x03client\x00" + document("\x03driver\x00"+document(text("name", "PyMongo"))) + text("$db", "admin"))
	login := document("\x10saslStart\x00" + le32(1) + "\x05payload\x00" + le32(12) + "\x00n,,n=bob,r=x" + text("$db", "shop"))
	check(t, 27017, db.MongoDB{Command: "hello", Database: "admin", User: "bob", Driver: "PyMongo"},
		message(2013, 0, blank(4)+"\x00"+hello), message(2013, 1, blank(4)+"\x00"+login), message(2013, 0, blank(4)+"\x00"+login))
	check(t, 27017, db.MongoDB{Command: "isMaster", Database: "admin"},
		message(2004, 0, blank(4)+"admin.$cmd\x00"+blank(8)+document("\x10isMaster\x00"+le32(1))))
	check(t, 27017, db.MongoDB{Database: "shop"}, message(2004, 0, blank(4)+"shop.cart\x00"+blank(8)+document("\x10a\x00"+le32(1))))
}

func TestCassandra(t *testing.T) {
	frame := func(version, code byte, body string) string {
		return string([]byte{version, 0, 0, 0, code}) + be32(len(body)) + body
	}
	startup := "\x00\x02\x00\x0bCQL_VERSION\x00\x053.4.6\x00\x0bDRIVER_NAME\x00\x06Python"
	want := db.Cassandra{Version: 4, CQL: "3.4.6", Driver: "Python"}
	check(t, 9042, want, frame(4, 5, ""), frame(0x84, 6, startup), frame(4, 1, startup), frame(0x84, 2, ""), frame(4, 7, ""))
	want.User = "bob"
	check(t, 9042, want, frame(4, 1, startup), frame(0x84, 3, ""), frame(4, 0x0f, "\x00\x00\x00\x0b\x00bob\x00secret"))
}

func TestRedis(t *testing.T) {
	check(t, 6379, db.Redis{Command: "AUTH", User: "bob"}, "*3\r\n$4\r\nauth\r\n$3\r\nbob\r\n$1\r\np\r\n")
	check(t, 6379, db.Redis{Command: "AUTH"}, "*2\r\n$4\r\nAUTH\r\n$1\r\np\r\n")
	check(t, 6379, db.Redis{Command: "HELLO", User: "bob"}, "*5\r\n$5\r\nHELLO\r\n$1\r\n3\r\n$4\r\nAUTH\r\n$3\r\nbob\r\n$1\r\np\r\n")
	check(t, 6379, db.Redis{Command: "PING"}, "PING\r\n", "+PONG\r\n")
	check(t, 6379, db.Redis{Command: "AUTH", User: "bob"}, "AUTH bob p\r\n", "+OK\r\n")
	check(t, 6379, db.Redis{Command: "SET"}, "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$9000\r\n"+strings.Repeat("v", 300))
	check(t, 6379, db.Redis{}, "", "*1\r\n$1\r\n1\r\n")
	check(t, 6379, db.Redis{}, "*2\r\n$3\r\n")
}

func TestClickHouse(t *testing.T) {
	hello := "\x00\x11ClickHouse client\x17\x08\xb2\xa9\x03\x04shop\x03bob\x06secret"
	server := "\x00\x0aClickHouse\x17\x08\xb2\xa9\x03\x03UTC\x00"
	want := db.ClickHouse{Client: "ClickHouse client", User: "bob", Database: "shop"}
	check(t, 9000, want, hello, server)
	check(t, 9000, want, "", server, hello)
	check(t, 9000, db.ClickHouse{}, hello[:30])
}

func TestCaptures(t *testing.T) {
	require.Contains(t, l7test.RecordsOf[db.TDS](t, "corpus2/pcap/arkime~tests~pcap~ntlm_synthetic.pcap", db.Protos()),
		db.TDS{User: "mona"})
	require.Contains(t, l7test.RecordsOf[db.PostgreSQL](t, "corpus/pcap/pgsql.pcap", db.Protos()),
		db.PostgreSQL{User: "oryx", Database: "mailstore", Version: "7.4.6"})
}
