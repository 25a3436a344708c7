package db

import (
	"bytes"
	"encoding/binary"
	"unsafe"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// Memcached is what was read of memcached (protocol.txt and the binary protocol of memcached 1.6).
type Memcached struct {
	Version string // of the server, from its answer to version or to stats
	Command string // the first of the client, such as get
}

const (
	memcachedPort   = 11211
	memcachedHeader = 24      // bytes of the binary protocol's
	memcachedFrame  = 8       // bytes before each datagram: request ID, sequence number, datagrams, reserved
	memcachedLine   = 2 << 10 // bytes of the longest line that is read
	memcachedKey    = 250     // bytes of the longest key
	memcachedValue  = 1 << 30 // bytes of the largest value that can be configured
	// memcachedVersion is the longest version that is kept.
	memcachedVersion = 64
)

func memcachedColumns() []*metadata.Column {
	type record = *Memcached
	return []*metadata.Column{
		metadata.Text("memcached_version", "version of the server", func(m record) string { return m.Version }),
		metadata.Text("memcached_command", "first command of the client, such as get", func(m record) string { return m.Command }),
	}
}

// memcached returns memcached over TCP.
func memcached() l7.Proto {
	return l7.Proto{
		ID: categories.Memcached, On: l7.TCP, Ports: []uint16{memcachedPort}, First: l7.Bytes([]byte("adcfgimprstvCDEHMNOSTV\x80\x81")...),
		Probe: probeMemcached, Columns: memcachedColumns(),
		Session: func() l7.Session { return new(memcachedSession) },
		Samples: [][]byte{
			[]byte("set a 0 60 3\r\nabc\r\n"), []byte("cas key 1 0 1 7 noreply\r\nx\r\n"), []byte("flush_all\r\n"),
			[]byte("VALUE a 0 3\r\nabc\r\nEND\r\n"), []byte("STORED\r\n"), []byte("VERSION 1.6.18\r\n"), []byte("STAT pid 1\r\n"),
			[]byte("\x80\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x01\x01\x02\x03\x04\x00\x00\x00\x00\x00\x00\x00\x00a"),
			[]byte("\x81\x0b\x00\x00\x00\x00\x00\x00\x00\x00\x00\x06\x01\x02\x03\x04\x00\x00\x00\x00\x00\x00\x00\x001.6.18"),
		},
	}
}

// memcachedDatagrams returns memcached over UDP.
func memcachedDatagrams() l7.Proto {
	const frame = "\x12\x34\x00\x00\x00\x01\x00\x00"
	return l7.Proto{
		ID: categories.Memcached, On: l7.UDP, Ports: []uint16{memcachedPort}, Min: memcachedFrame + len("OK\r\n"),
		Probe: probeMemcachedDatagram, Columns: memcachedColumns(),
		Session: func() l7.Session { return &memcachedSession{datagrams: true} },
		Samples: [][]byte{[]byte(frame + "get a\r\n"), []byte(frame + "END\r\n"),
			[]byte(frame + "\x80\x0b\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x02\x03\x04\x00\x00\x00\x00\x00\x00\x00\x00")},
	}
}

// evidence is the strength of the evidence in the first message of a side.
type evidence uint8

const (
	none    evidence = iota // it is none of memcached
	part                    // its end is to come
	vague                   // a line that counts on the port alone, such as OK
	thin                    // a line that other protocols may have too, such as get a, or END
	certain                 // a line or a header of no other protocol
)

// probeMemcached recognises a side's first message. Thin evidence counts on the port of memcached, or in the answer to
// a thin command.
func probeMemcached(c *l7.Ctx) l7.Verdict {
	found, asks := memcachedEvidence(c.Data)
	own := c.SrcPort == memcachedPort || c.DstPort == memcachedPort
	switch {
	case found == certain, found > part && own:
		return l7.Match
	case found == part, found == thin && asks:
		return l7.More
	case found == thin:
		if asked, is := memcachedEvidence(c.Other()); asked == thin && is {
			return l7.Match
		}
	}
	return l7.Reject
}

// probeMemcachedDatagram recognises the first datagram of a request or an answer. Its frame is evidence of 48 bits.
func probeMemcachedDatagram(c *l7.Ctx) l7.Verdict {
	b, ok := unframed(c.Data)
	if !ok {
		return l7.Reject
	}
	if found, asks := memcachedEvidence(b); found < vague || asks && binary.BigEndian.Uint16(c.Data[4:]) != 1 {
		return l7.Reject
	}
	return l7.Match
}

// unframed returns the content of a message's first datagram.
func unframed(b []byte) ([]byte, bool) {
	if len(b) < memcachedFrame || binary.BigEndian.Uint16(b[2:]) != 0 || binary.BigEndian.Uint16(b[4:]) == 0 ||
		binary.BigEndian.Uint16(b[6:]) != 0 {
		return nil, false
	}
	return b[memcachedFrame:], true
}

// memcachedEvidence rates the first bytes of a side, and says whether they are a client's.
func memcachedEvidence(b []byte) (found evidence, asks bool) {
	switch {
	case len(b) == 0:
		return none, false
	case b[0] >= 0x80:
		return binaryEvidence(b), b[0] == 0x80
	case b[0] >= 'a':
		return lineEvidence(b, commandForms), true
	case b[0] >= 'A':
		return lineEvidence(b, answerForms), false
	}
	return none, false
}

// form is a word and the format of the fields after it, with a letter for each field: k is a key, w a key that is not a
// number (beanstalkd deletes numbers), n a number, v a version, t any text. Fields in capitals may be repeated or
// missing.
type form struct {
	word, fields string
	found        evidence
}

var commandForms = []form{
	{"set", "knnnT", certain}, {"add", "knnnT", certain}, {"replace", "knnnT", certain}, {"append", "knnnT", certain},
	{"prepend", "knnnT", certain}, {"cas", "knnnnT", certain}, {"get", "kK", thin}, {"gets", "kK", thin}, {"gat", "nkK", thin},
	{"gats", "nkK", thin}, {"delete", "wT", thin}, {"incr", "knT", thin}, {"decr", "knT", thin}, {"touch", "knT", thin},
	{"stats", "T", thin}, {"version", "", thin}, {"flush_all", "T", certain}, {"verbosity", "nT", certain},
	{"mg", "kT", thin}, {"ms", "knT", thin}, {"md", "kT", thin}, {"ma", "kT", thin}, {"mn", "", thin},
}

var answerForms = []form{
	{"VALUE", "knnN", certain}, {"STORED", "", certain}, {"NOT_STORED", "", certain}, {"VERSION", "v", certain}, {"STAT", "ktT", certain},
	{"CLIENT_ERROR", "tT", certain}, {"SERVER_ERROR", "tT", certain}, {"END", "", thin}, {"DELETED", "", thin}, {"NOT_FOUND", "", thin},
	{"TOUCHED", "", thin}, {"EXISTS", "", thin}, {"OK", "", vague}, {"ERROR", "", vague}, {"HD", "T", thin}, {"EN", "", thin},
	{"NF", "T", thin}, {"NS", "T", thin}, {"EX", "T", thin}, {"MN", "", thin}, {"VA", "nT", thin},
}

// lineEvidence rates the line that b begins with.
func lineEvidence(b []byte, forms []form) evidence {
	line, _, whole := bytes.Cut(b, []byte("\r\n"))
	if len(line) > memcachedLine || !isPrintable(bytes.TrimSuffix(line, []byte("\r"))) {
		return none
	}
	word, rest, more := bytes.Cut(line, []byte(" "))
	for i := range forms {
		f := &forms[i]
		switch {
		case !whole && !more && bytes.HasPrefix([]byte(f.word), bytes.TrimSuffix(word, []byte("\r"))):
			return part
		case string(word) != f.word:
		case !whole:
			return part
		case fits(rest, f.fields) && more == (len(rest) > 0):
			return f.found
		}
	}
	return none
}

func isPrintable(b []byte) bool {
	for _, c := range b {
		if c < ' ' || c == 0x7f {
			return false
		}
	}
	return true
}

// fits reports whether the fields of a line are those of a form.
func fits(rest []byte, fields string) bool {
	for len(rest) > 0 {
		var field []byte
		if field, rest, _ = bytes.Cut(rest, []byte(" ")); fields == "" || !isField(field, fields[0]|0x20) {
			return false
		}
		if fields[0] >= 'a' {
			fields = fields[1:]
		}
	}
	return fields == "" || fields[0] < 'a'
}

func isField(b []byte, kind byte) bool {
	switch {
	case len(b) == 0:
		return false
	case kind == 'k':
		return len(b) <= memcachedKey
	case kind == 'w':
		_, number := decimal(b)
		return !number && len(b) <= memcachedKey
	case kind == 'v':
		return '0' <= b[0] && b[0] <= '9' && bytes.IndexByte(b, '.') > 0
	case kind == 'n':
		_, ok := decimal(bytes.TrimPrefix(b, []byte("-")))
		return ok
	}
	return true
}

// decimal reads a number. Beyond what counts here its digits count for nothing.
func decimal(b []byte) (n int, ok bool) {
	for _, c := range b {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = min(10*n+int(c-'0'), memcachedValue)
	}
	return n, 0 < len(b) && len(b) <= 20
}

// operation is a command of the binary protocol: the bytes of extras of a request, whether it has a key and a value, and
// what the answer to a granted one holds.
type operation struct {
	name       string
	extras     uint8
	key, value bool
	answer     answer
}

// answer is the content of an answer after its header.
type answer uint8

const (
	empty   answer = iota
	any4           // four bytes of extras, and perhaps a key and a value
	any0           // perhaps a key and a value
	counter        // eight bytes
)

// operations are the commands of the binary protocol by their code. Those that are silent have the name of the others.
var operations = [0x23]operation{
	opGet: {"get", 0, true, false, any4}, 0x01: {"set", 8, true, true, empty}, 0x02: {"add", 8, true, true, empty},
	0x03: {"replace", 8, true, true, empty}, 0x04: {"delete", 0, true, false, empty}, 0x05: {"incr", 20, true, false, counter},
	0x06: {"decr", 20, true, false, counter}, 0x07: {"quit", 0, false, false, empty}, opFlush: {"flush_all", 4, false, false, empty},
	0x09: {"get", 0, true, false, any4}, 0x0a: {"noop", 0, false, false, empty}, opVersion: {"version", 0, false, false, any0},
	0x0c: {"get", 0, true, false, any4}, 0x0d: {"get", 0, true, false, any4}, 0x0e: {"append", 0, true, true, empty},
	0x0f: {"prepend", 0, true, true, empty}, opStat: {"stats", 0, true, false, any0}, 0x11: {"set", 8, true, true, empty},
	0x12: {"add", 8, true, true, empty}, 0x13: {"replace", 8, true, true, empty}, 0x14: {"delete", 0, true, false, empty},
	0x15: {"incr", 20, true, false, counter}, 0x16: {"decr", 20, true, false, counter}, 0x17: {"quit", 0, false, false, empty},
	0x18: {"flush_all", 4, false, false, empty}, 0x19: {"append", 0, true, true, empty}, 0x1a: {"prepend", 0, true, true, empty},
	0x1b: {"verbosity", 4, false, false, empty}, 0x1c: {"touch", 4, true, false, empty}, 0x1d: {"gat", 4, true, false, any4},
	0x1e: {"gat", 4, true, false, any4}, 0x20: {"sasl_list", 0, false, false, any0}, 0x21: {"sasl_auth", 0, true, true, any0},
	0x22: {"sasl_step", 0, true, true, any0},
}

// Codes of operations.
const opGet, opFlush, opVersion, opStat = 0x00, 0x08, 0x0b, 0x10

// binaryEvidence rates a header: magic, operation, length of the key, of the extras, data type, and a virtual bucket
// or a status; the length of the body, which they are part of, an opaque value and a version of the item.
func binaryEvidence(b []byte) evidence {
	switch {
	case !mayBeHeader(b):
		return none
	case len(b) < memcachedHeader:
		return part
	}
	op, key, extras := operationOf(b[1]), int64(binary.BigEndian.Uint16(b[2:])), int64(b[4])
	state, body := binary.BigEndian.Uint16(b[6:]), int64(binary.BigEndian.Uint32(b[8:]))
	value := body - key - extras
	granted := b[0] == 0x80 && state < 1<<10 && (extras == int64(op.extras) || b[1] == opFlush && extras == 0) &&
		(value == 0 || value > 0 && op.value) && ((key > 0) == op.key || b[1] == opStat)
	if b[0] == 0x81 {
		granted = op.answers(state, key, extras, value)
	}
	if !granted || body > memcachedValue {
		return none
	}
	return certain
}

// answers reports whether an answer has what one to the operation has. One that is refused has a text.
func (op *operation) answers(status uint16, key, extras, value int64) bool {
	const longestText, firstRare, lastRare = 128, 0x81, 0x86
	switch {
	case status != 0:
		return (status < 0x0a || status >= 0x20 && status < 0x26 || status >= firstRare && status <= lastRare) &&
			key == 0 && extras == 0 && value >= 0 && value <= longestText
	case op.answer == any4:
		return extras == 4 && value >= 0
	case op.answer == any0:
		return extras == 0 && value >= 0 && value <= longestText
	case op.answer == counter:
		return extras == 0 && key == 0 && value == 8
	}
	return extras == 0 && key == 0 && value == 0
}

// mayBeHeader reports whether b, which holds at least the start of a header, has only values that a header may have.
func mayBeHeader(b []byte) bool {
	return b[0] <= 0x81 && (len(b) < 2 || operationOf(b[1]) != nil) && (len(b) < 3 || b[2] == 0) &&
		(len(b) < 4 || b[3] <= memcachedKey) && (len(b) < 6 || b[5] == 0)
}

// operationOf returns the operation of a code, nil for none.
func operationOf(code byte) *operation {
	if int(code) >= len(operations) || operations[code].name == "" {
		return nil
	}
	return &operations[code]
}

// memcachedSession reads on until the client's first command and the server's version are known.
type memcachedSession struct {
	datagrams        bool
	command, version bool // are known
	sides            [2]memcachedReader
}

// memcachedReader reads the lines, or the headers, of a side one after the other.
type memcachedReader struct {
	head []byte // an incomplete line, or an incomplete header and the body of a version
	skip int    // bytes of a value that come first
	over bool   // nothing more is wanted
}

func (r *memcachedReader) reset() { *r = memcachedReader{head: r.head[:0]} }

// Read reads bytes of a direction, or a datagram.
func (s *memcachedSession) Read(c *l7.Ctx) l7.Verdict {
	r, data := &s.sides[c.Dir&1], c.Data
	if s.datagrams {
		r.reset()
		data, _ = unframed(data)
	}
	for len(data) > 0 && !r.over {
		n := min(r.skip, len(data))
		r.skip, data = r.skip-n, data[n:]
		switch {
		case len(data) == 0:
		case len(r.head) == 0 && data[0] >= 0x80, len(r.head) > 0 && r.head[0] >= 0x80:
			data = s.message(c, r, data)
		default:
			data = s.line(c, r, data)
		}
	}
	if s.command && s.version {
		return l7.Match
	}
	return l7.More
}

// Close has nothing to add.
func (s *memcachedSession) Close(*l7.Ctx) {}

// Reset makes the session as good as new.
func (s *memcachedSession) Reset() {
	s.command, s.version = false, false
	s.sides[0].reset()
	s.sides[1].reset()
}

// Holds returns the memory that the session uses, in bytes (l7.Holder).
func (s *memcachedSession) Holds() int {
	return int(unsafe.Sizeof(*s)) + cap(s.sides[0].head) + cap(s.sides[1].head)
}

// line reads bytes of a line, and returns the bytes after its end.
func (s *memcachedSession) line(c *l7.Ctx, r *memcachedReader, data []byte) (rest []byte) {
	line, rest, whole := bytes.Cut(data, []byte("\n"))
	if len(r.head)+len(line) > memcachedLine {
		r.over = true
		return nil
	}
	if r.head = append(r.head, line...); !whole {
		return nil
	}
	word, fields, _ := bytes.Cut(bytes.TrimSuffix(r.head, []byte("\r")), []byte(" "))
	r.head = r.head[:0]
	switch {
	case len(word) > 0 && word[0] >= 'a':
		s.setCommand(c, r, string(word))
	case string(word) == "VERSION":
		s.setVersion(c, fields)
	case string(word) == "STAT" && bytes.HasPrefix(fields, []byte("version ")):
		s.setVersion(c, fields[len("version "):])
	case string(word) == "VALUE":
		_, fields, _ = bytes.Cut(fields, []byte(" ")) // the key
		_, fields, _ = bytes.Cut(fields, []byte(" ")) // the flags
		r.skip = valueSize(fields)
	case string(word) == "VA":
		r.skip = valueSize(fields)
	}
	return rest
}

// valueSize returns the size of a value in bytes, including the end of its line. The first field holds the size.
func valueSize(fields []byte) int {
	size, _, _ := bytes.Cut(fields, []byte(" "))
	if n, ok := decimal(size); ok {
		return n + len("\r\n")
	}
	return 0
}

// message reads bytes of a message of the binary protocol, and returns the bytes after it.
func (s *memcachedSession) message(c *l7.Ctx, r *memcachedReader, data []byte) (rest []byte) {
	want := memcachedHeader
	if len(r.head) >= want { // the body is the version
		want += int(r.head[11])
	}
	n := min(want-len(r.head), len(data))
	r.head, data = append(r.head, data[:n]...), data[n:]
	if len(r.head) < memcachedHeader {
		return data
	}
	op, body := operationOf(r.head[1]), binary.BigEndian.Uint32(r.head[8:])
	switch {
	case op == nil || body > memcachedValue:
		r.over = true
	case r.head[0] == 0x80:
		s.setCommand(c, r, op.name)
	case r.head[1] != opVersion || body > memcachedVersion:
		r.skip, r.head = int(body), r.head[:0]
	case len(r.head) == memcachedHeader+int(body):
		s.setVersion(c, r.head[memcachedHeader:])
		r.head = r.head[:0]
	}
	return data
}

// setCommand records the first command. The client's bytes after it are not read.
func (s *memcachedSession) setCommand(c *l7.Ctx, r *memcachedReader, name string) {
	if r.over = true; !s.command {
		s.command = true
		l7.Record[Memcached](c).Command = name
	}
}

// setVersion records a version if it is valid.
func (s *memcachedSession) setVersion(c *l7.Ctx, version []byte) {
	if len(version) <= memcachedVersion && isField(version, 'v') && isPrintable(version) {
		s.version = true
		l7.Record[Memcached](c).Version = string(version)
	}
}
