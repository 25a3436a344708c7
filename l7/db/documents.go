package db

import (
	"bytes"
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// mongoDB is MongoDB's wire protocol (MongoDB, "Wire protocol", standard message header): a length, two identifiers, and the
// code of an operation.
func mongoDB() l7.Proto {
	return l7.Proto{
		ID: categories.MongoDB, On: l7.TCP, Ports: []uint16{27017}, Probe: probeMongoDB,
		Session: mongoDialogue.Sessions(), Columns: mongoDBColumns(),
		Samples: l7.Samples("\x3b\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xd4\x07\x00\x00\x00\x00\x00\x00admin.$cmd\x00",
			"\x3b\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\xdd\x07\x00\x00\x00\x00\x00\x00"),
	}
}

func probeMongoDB(c *l7.Ctx) l7.Verdict {
	b := c.Data
	switch {
	case len(b) > 3 && (b[3] > 2 || binary.LittleEndian.Uint32(b) < 21), len(b) > 13 && b[13] != 7 &&
		!(b[13] == 0 && b[12] == 1),
		len(b) > 14 && b[14] != 0, len(b) > 15 && b[15] != 0:
		return l7.Reject
	case len(b) < 20:
		return l7.More
	}
	flags := binary.LittleEndian.Uint32(b[16:])
	switch binary.LittleEndian.Uint32(b[12:]) {
	case 2004: // query: flags, the name of a collection
		return judgeCollection(b[20:], flags)
	case 2013: // message: flags, with three known bits
		if flags&^0x10003 == 0 {
			return l7.Match
		}
	case 1: // reply: flags, cursor, two counts, and a document
		if c.OnPort(27017) {
			return l7.Match
		}
		return judgeReply(b)
	case 2001, 2002, 2005, 2006, 2007, 2010, 2011, 2012:
		return l7.Match
	}
	return l7.Reject
}

// judgeReply checks a reply, with a code that many protocols have at its place, by the length of its document.
func judgeReply(b []byte) l7.Verdict {
	const document = 36
	if len(b) < document+4 {
		return l7.More
	}
	length, returned := binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint32(b[32:])
	flags, size := binary.LittleEndian.Uint32(b[16:]), binary.LittleEndian.Uint32(b[document:])
	if flags > 15 || returned != 1 || size < 5 || size != length-document {
		return l7.Reject
	}
	return l7.Match
}

func judgeCollection(b []byte, flags uint32) l7.Verdict {
	name, _, whole := bytes.Cut(b[:min(len(b), 128)], []byte{0})
	for _, x := range name {
		if x < ' ' {
			return l7.Reject
		}
	}
	switch {
	case flags > 0xff || whole && bytes.IndexByte(name, '.') < 1:
		return l7.Reject
	case !whole && len(b) < 128:
		return l7.More
	}
	return l7.Match
}

// cassandra is Cassandra's native protocol (Cassandra, "CQL binary protocol", versions 3 to 5, sections 2 and 4.1): a client asks
// for options or starts, and the server answers. Between nodes a magic number goes first (Cassandra, "Messaging service").
func cassandra() l7.Proto {
	return l7.Proto{
		ID: categories.Cassandra, On: l7.TCP, Ports: []uint16{9042, 7000}, First: l7.Bytes(3, 4, 5, 0x83, 0x84, 0x85, 0xca),
		Probe: probeCassandra, Session: cassandraDialogue.Sessions(), Columns: cassandraColumns(),
		Samples: l7.Samples("\x04\x00\x00\x00\x05\x00\x00\x00\x00",
			"\x04\x00\x01\x01\x01\x00\x00\x00\x16\x00\x01\x00\x0bCQL_VERSION\x00\x053.3.1",
			"\x84\x00\x00\x00\x06\x00\x00\x00\x34\x00\x02\x00\x0bCOMPRESSION\x00\x03\x00\x06snappy", "\xca\x55\x2d\xfa\x0c\x0a"),
	}
}

func probeCassandra(c *l7.Ctx) l7.Verdict {
	b := c.Data
	switch {
	case b[0] == 0xca:
		return l7.Prefix(b, "\xca\x55\x2d\xfa")
	case b[0]&0x7f < 3 || b[0]&0x7f > 5, len(b) > 1 && b[1]&^0x10 != 0:
		return l7.Reject
	case len(b) < 5:
		return l7.More
	}
	switch response := b[0] > 0x7f; {
	case !response && b[4] == 5: // OPTIONS has no body
		return l7.Prefix(b[5:], "\x00\x00\x00\x00")
	case !response && b[4] == 1, response && b[4] == 6: // STARTUP, SUPPORTED: a map with its first key in capitals
		return judgeMap(b[5:])
	}
	return l7.Reject
}

func judgeMap(b []byte) l7.Verdict {
	for i, most := range [...]byte{0, 0xff, 0xff, 0xff, 0, 32, 0, 64} { // length, number of entries, length of the first key
		switch {
		case i == len(b):
			return l7.More
		case b[i] > most || (i == 5 || i == 7) && b[i] == 0, i == 1 && b[1] > 1:
			return l7.Reject
		}
	}
	key := b[8:]
	for i := range int(b[7]) {
		switch {
		case i == len(key):
			return l7.More
		case key[i] != '_' && (key[i] < 'A' || key[i] > 'Z'):
			return l7.Reject
		}
	}
	return l7.Match
}

// redis is Redis' protocol (Redis, "Redis serialization protocol specification"): an array of bulk strings, which is a command.
// A command in a line and its answer do as well: any on its port, one of redisCommands elsewhere.
func redis() l7.Proto {
	return l7.Proto{
		ID: categories.RESP, On: l7.TCP, Ports: []uint16{6379}, Probe: probeRedis,
		First: redisFirst, Session: redisDialogue.Sessions(), Columns: redisColumns(),
		Samples: l7.Samples("*1\r\n$7\r\nCOMMAND\r\n", "PING\r\n", "+PONG\r\n"),
	}
}

// redisFirst are what replies and the names of commands begin with.
var redisFirst = l7.Bytes([]byte("*$+-:AaBbCcDdEeFfGgHhIiKkLlMmNnOoPpQqRrSsTtUuVvWwXxZz")...)

func probeRedis(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if b[0] == '*' {
		return judgeArray(b)
	}
	if !c.OnPort(6379) {
		command := b
		if redisAnswer(b[0]) {
			if command = c.Other(); len(command) == 0 {
				return l7.Reject
			}
		}
		if v := l7.Prefix(command, redisCommands...); v != l7.Match {
			return v
		}
	}
	own, answer := redisLine(b), len(c.Other()) > 0 && (redisAnswer(b[0]) != redisAnswer(c.Other()[0]))
	switch {
	case own != l7.Match:
		return own
	case len(c.Other()) == 0:
		return l7.More
	case answer:
		return redisLine(c.Other())
	}
	return l7.Reject
}

// redisCommands begin conversations in lines; no other protocol that a client begins has these and answers of Redis.
var redisCommands = []string{"PING\r\n", "SET ", "INFO\r\n", "SELECT ", "CONFIG ", "MULTI\r\n"}

func redisAnswer(first byte) bool {
	return first == '+' || first == '-' || first == ':' || first == '$' || first == '*'
}

// redisLine checks whether b begins with a line of printable text that ends with CR and LF.
func redisLine(b []byte) l7.Verdict {
	if !redisFirst.Has(b[0]) {
		return l7.Reject
	}
	for i, x := range b {
		switch {
		case x == '\r' && i > 0:
			return l7.Prefix(b[i:], "\r\n")
		case x < ' ', i > 1<<10:
			return l7.Reject
		}
	}
	return l7.More
}

// judgeArray checks the length of an array and of the string that is its first element.
func judgeArray(b []byte) l7.Verdict {
	rest, v := redisNumber(b[1:])
	if v != l7.Match {
		return v
	}
	if len(rest) == 0 {
		return l7.More
	}
	if rest[0] != '$' {
		return l7.Reject
	}
	_, v = redisNumber(rest[1:])
	return v
}

// redisNumber reads a number of one to seven digits and the end of its line.
func redisNumber(b []byte) (rest []byte, v l7.Verdict) {
	i := 0
	for i < len(b) && i < 7 && b[i] >= '0' && b[i] <= '9' {
		i++
	}
	switch {
	case i == len(b):
		return nil, l7.More
	case i == 0:
		return nil, l7.Reject
	}
	if v = l7.Prefix(b[i:], "\r\n"); v != l7.Match {
		return nil, v
	}
	return b[i+2:], l7.Match
}

// elasticsearch is the transport between Elasticsearch's nodes (Elasticsearch, "Networking"): its magic, a length below 16 MiB, and
// the identifier of a request, which counts from 1 in eight bytes.
func elasticsearch() l7.Proto {
	return l7.Proto{
		ID: categories.Elasticsearch, On: l7.TCP, Ports: []uint16{9300}, First: l7.Bytes('E'), Probe: probeElasticsearch,
		Samples: l7.Samples("ES\x00\x00\x00\x34\x00\x00\x00\x00\x00\x00\x00\x01\x08\x00\x5c\xc6\x63\x00\x00"),
	}
}

func probeElasticsearch(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if v := l7.Prefix(b, "ES"); v != l7.Match {
		return v
	}
	for i, most := range [...]byte{'E', 'S', 0, 0xff, 0xff, 0xff, 0, 0} {
		switch {
		case i == len(b):
			return l7.More
		case b[i] > most:
			return l7.Reject
		}
	}
	return l7.Match
}

// clickHouse is ClickHouse's native protocol (ClickHouse, "Native protocol", hello): the client's or the server's name, after its
// length.
func clickHouse() l7.Proto {
	return l7.Proto{
		ID: categories.ClickHouse, On: l7.TCP, Ports: []uint16{9000}, First: l7.Bytes(0), Probe: probeClickHouse,
		Session: clickHouseDialogue.Sessions(), Columns: clickHouseColumns(),
		Samples: l7.Samples("\x00\x11ClickHouse client", "\x00\x0aClickHouse"),
	}
}

func probeClickHouse(c *l7.Ctx) l7.Verdict {
	b := c.Data
	switch {
	case b[0] != 0 || len(b) > 1 && (b[1] < 10 || b[1] > 64):
		return l7.Reject
	case len(b) < 2:
		return l7.More
	}
	return l7.Prefix(b[2:], "ClickHouse")
}
