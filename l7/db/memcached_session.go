package db

import (
	"bytes"
	"encoding/binary"
	"unsafe"

	"github.com/nfstream/nfstream-go/l7"
)

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
