package db

import (
	"bytes"
	"encoding/binary"
	"strings"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/frames"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// MongoDB is what the client says.
type MongoDB struct {
	_ metadata.Uncompared

	Command  string // the first
	Database string // of the first command
	User     string // that logs in by SCRAM
	Driver   string // program of the client
}

func mongoDBColumns() []*metadata.Column {
	return metadata.TextColumns(`mongodb_command* first command, such as hello
mongodb_database database of the first command
mongodb_user user that logs in
mongodb_driver driver of the client`, func(m *MongoDB, i int) string {
		return [...]string{m.Command, m.Database, m.User, m.Driver}[i]
	})
}

// mongoDialogue reads commands of the client until the user is known (MongoDB, "Wire protocol").
var mongoDialogue = &frames.Dialogue{
	Form: frames.Form{Keep: 1 << 10, Length: func(b []byte) int {
		if len(b) < 4 {
			return 0
		}
		if length := binary.LittleEndian.Uint32(b); length >= 16 && length <= 1<<28 {
			return int(length)
		}
		return -1
	}},
	Read: func(c *l7.Ctx, b []byte) (done bool) {
		if len(b) < 26 || binary.LittleEndian.Uint32(b[8:]) != 0 { // an answer
			return false
		}
		document, database := b[21:], ""
		switch binary.LittleEndian.Uint32(b[12:]) {
		case 2013: // flags, a section with the command
			database = bsonText(document, "$db")
		case 2004: // flags, the name of a collection, two numbers, the command
			name, rest := upToZero(b[20:])
			collection := string(name)
			database, _, _ = strings.Cut(collection, ".")
			if document = rest[min(len(rest), 8):]; !strings.HasSuffix(collection, ".$cmd") {
				document = nil
			}
		default:
			return false
		}
		m := l7.Record[MongoDB](c)
		if m.Database == "" {
			m.Database = database
		}
		if m.Command == "" && len(document) > 5 {
			name, _ := upToZero(document[5:])
			m.Command = kept(name)
		}
		if _, driver, ok := bytes.Cut(document, []byte("\x03driver\x00")); ok && m.Driver == "" {
			m.Driver = bsonText(driver, "name")
		}
		if _, user, ok := bytes.Cut(document, []byte("n,,n=")); ok { // RFC 5802, section 7
			user, _, ok = bytes.Cut(user, []byte(","))
			m.User = kept(user)
			return ok
		}
		return false
	},
}

// bsonText returns the first text of a name, as far as it is there.
func bsonText(document []byte, name string) string {
	_, b, _ := bytes.Cut(document, []byte("\x02"+name+"\x00"))
	if len(b) < 5 {
		return ""
	}
	text, _ := upToZero(b[4:])
	return kept(text)
}

// Cassandra is what the client says.
type Cassandra struct {
	_ metadata.Uncompared

	Version uint8  // of the protocol
	CQL     string // version of the language
	Driver  string // of the client
	User    string
}

func cassandraColumns() []*metadata.Column {
	columns := metadata.TextColumns(`cassandra_cql* version of the language that the client speaks
cassandra_driver driver of the client
cassandra_user user that logs in`, func(m *Cassandra, i int) string {
		return [...]string{m.CQL, m.Driver, m.User}[i]
	})
	return append(columns, metadata.Int("cassandra_version", "version of the protocol",
		func(m *Cassandra) int64 { return int64(m.Version) }).Unsigned(8).OrNone())
}

// cassandraDialogue reads the frames of versions 3 and 4, and the first ones of version 5 (Cassandra, "CQL binary protocol",
// sections 2, 4.1.1 and 4.1.2).
var cassandraDialogue = &frames.Dialogue{
	Form: frames.Form{Keep: 1 << 9, Length: func(b []byte) int {
		switch {
		case len(b) > 0 && (b[0]&0x7f < 3 || b[0]&0x7f > 5):
			return -1
		case len(b) < 9:
			return 0
		case b[5] > 0x10: // 256 MiB
			return -1
		}
		return 9 + int(binary.BigEndian.Uint32(b[5:]))
	}},
	Read: func(c *l7.Ctx, b []byte) (done bool) {
		const startup, query, authResponse = 1, 7, 0x0f
		m, r := l7.Record[Cassandra](c), wire.NewCursor(b[9:])
		switch m.Version = b[0] & 0x7f; b[4] {
		case startup:
			for range min(r.Uint16(), 16) {
				name, value := r.Block16(), r.Block16()
				switch string(name.Rest()) {
				case "CQL_VERSION":
					m.CQL = kept(value.Rest())
				case "DRIVER_NAME":
					m.Driver = kept(value.Rest())
				}
			}
		case authResponse: // of SASL's PLAIN: nobody, the user, the password
			r.Skip(5)
			user, _ := upToZero(r.Rest())
			m.User = kept(user)
			return true
		case query:
			return true
		}
		return false
	},
}

// Redis is what the client says.
type Redis struct {
	_ metadata.Uncompared

	Command, User string
}

func redisColumns() []*metadata.Column {
	return metadata.TextColumns(`redis_command* first command, in capitals
redis_user user that logs in with the first command`, func(m *Redis, i int) string {
		return [...]string{m.Command, m.User}[i]
	})
}

const redisHead = 256

// redisDialogue reads the first command: a line, or the first five elements of an array.
var redisDialogue = &frames.Dialogue{
	Form: frames.Form{Keep: redisHead, Length: func(b []byte) int {
		_, end := redisWords(b)
		if end == 0 && len(b) >= redisHead {
			return redisHead
		}
		return end
	}},
	Read: func(c *l7.Ctx, b []byte) (done bool) {
		words, _ := redisWords(b)
		if len(words) == 0 || len(words[0]) == 0 || words[0][0]|0x20 < 'a' || words[0][0]|0x20 > 'z' {
			return false
		}
		m := l7.Record[Redis](c)
		m.Command = strings.ToUpper(kept(words[0]))
		switch n := len(words); {
		case m.Command == "AUTH" && n == 3:
			m.User = kept(words[1])
		case m.Command == "HELLO" && n >= 5 && bytes.EqualFold(words[2], []byte("AUTH")):
			m.User = kept(words[3])
		}
		return true
	},
}

// redisWords returns the first five words of a command, and where they end. The end is 0 if they are not whole, and negative if b
// is neither an array nor a line.
func redisWords(b []byte) (words [][]byte, end int) {
	b = b[:min(len(b), redisHead)]
	line, rest, whole := bytes.Cut(b, []byte("\r\n"))
	if !whole {
		return nil, 0
	}
	if !bytes.HasPrefix(line, []byte("*")) {
		return bytes.Fields(line), len(line) + 2
	}
	n, _ := decimal(line[1:])
	for range min(n, 5) {
		line, rest, whole = bytes.Cut(rest, []byte("\r\n"))
		size, ok := 0, false
		if whole && len(line) > 1 {
			size, ok = decimal(line[1:])
		}
		switch {
		case !whole || ok && len(rest) < size+2:
			return words, 0
		case !ok || line[0] != '$':
			return nil, -1
		}
		words, rest = append(words, rest[:size]), rest[size+2:]
	}
	return words, len(b) - len(rest)
}

// ClickHouse is what the client says.
type ClickHouse struct {
	_ metadata.Uncompared

	Client, User, Database string
}

func clickHouseColumns() []*metadata.Column {
	return metadata.TextColumns(`clickhouse_user user that logs in
clickhouse_database database that the client asks for
clickhouse_client program of the client`, func(m *ClickHouse, i int) string {
		return [...]string{m.User, m.Database, m.Client}[i]
	})
}

// clickHouseDialogue reads the hello of the client (ClickHouse, "Native protocol").
var clickHouseDialogue = &frames.Dialogue{
	Form: frames.Form{Keep: 1 << 9, Length: func(b []byte) int {
		_, end := clickHouseHello(b[:min(len(b), 1<<9)])
		if end == 0 && len(b) >= 1<<9 {
			return -1
		}
		return end
	}},
	Read: func(c *l7.Ctx, b []byte) (done bool) {
		*l7.Record[ClickHouse](c), _ = clickHouseHello(b)
		return true
	},
}

// clickHouseHello reads the name of the client, three numbers, the database, the user and a password, and where they end. The end
// is 0 if they are not whole, and negative if the hello is not a client's.
func clickHouseHello(b []byte) (m ClickHouse, end int) {
	var texts [4]string
	r := wire.NewCursor(b)
	r.Skip(1)
	for i := range texts {
		text := r.Bytes(clickHouseNumber(&r))
		if texts[i] = kept(text); i > 0 {
			continue
		}
		if texts[i] == "ClickHouse" { // the server
			return m, -1
		}
		for range 3 {
			clickHouseNumber(&r)
		}
	}
	if !r.OK() {
		return m, 0
	}
	return ClickHouse{Client: texts[0], Database: texts[1], User: texts[2]}, r.Offset()
}

// clickHouseNumber reads seven bits a byte, the low ones first.
func clickHouseNumber(r *wire.Cursor) int {
	v, size := binary.Uvarint(r.Rest())
	if size <= 0 {
		r.Fail()
	}
	r.Skip(size)
	return int(min(v, 1<<16))
}
