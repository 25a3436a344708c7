package rpc

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// thriftStream is Apache Thrift over TCP, in frames or not: the binary protocol (Thrift, "Binary protocol encoding", message)
// and the compact one ("Compact protocol encoding").
func thriftStream() l7.Proto {
	return l7.Proto{
		ID: categories.Thrift, On: l7.TCP, First: l7.Bytes(0, 0x80, 0x82), Probe: probeThriftStream,
		Samples: l7.Samples("\x80\x01\x00\x01\x00\x00\x00\x04ping\x00\x00\x00\x00",
			"\x00\x00\x00\x11\x80\x01\x00\x02\x00\x00\x00\x04ping\x00\x00\x00\x00\x00",
			"\x82\x21\x01\x09emitBatch\x00"),
	}
}

// thriftDatagram is the same in datagrams.
func thriftDatagram() l7.Proto {
	return l7.Proto{
		ID: categories.Thrift, On: l7.UDP, First: l7.Bytes(0x80, 0x82),
		Probe:   func(c *l7.Ctx) l7.Verdict { return judgeThrift(c.Data, minCompactName) },
		Samples: l7.Samples("\x82\x81\xb2\x81\x01\x09emitBatch\x1c", "\x80\x01\x00\x04\x00\x00\x00\x04ping\x00\x00\x00\x00"),
	}
}

func probeThriftStream(c *l7.Ctx) l7.Verdict {
	v := judgeThriftStream(c.Data, minCompactName)
	if v != l7.Reject {
		return v
	}
	if v = judgeThriftStream(c.Data, minName); v == l7.Match && len(c.Other()) == 0 {
		return l7.More
	}
	if v == l7.Match {
		return judgeThriftStream(c.Other(), minName)
	}
	return v
}

func judgeThriftStream(b []byte, shortest byte) l7.Verdict {
	if b[0] == 0 {
		if len(b) <= 4 {
			return l7.More
		}
		b = b[4:]
	}
	return judgeThrift(b, shortest)
}

// maxThriftName is how long the names of methods are at most. The compact protocol has so little else before the name that a
// shorter one than minCompactName needs an answer that is alike.
const maxThriftName, minName, minCompactName = 128, 2, 8

// judgeThrift reads a version, a type of message and the name of a method, in the compact protocol of a length at least.
func judgeThrift(b []byte, shortest byte) l7.Verdict {
	switch b[0] {
	case 0x80:
		return judgeThriftBinary(b)
	case 0x82:
		return judgeThriftCompact(b, shortest)
	}
	return l7.Reject
}

func judgeThriftBinary(b []byte) l7.Verdict {
	if v := l7.Prefix(b, "\x80\x01\x00\x01", "\x80\x01\x00\x02", "\x80\x01\x00\x03", "\x80\x01\x00\x04"); v != l7.Match {
		return v
	}
	if len(b) < 8 {
		return l7.More
	}
	return judgeMethod(b[8:], binary.BigEndian.Uint32(b[4:]))
}

func judgeThriftCompact(b []byte, shortest byte) l7.Verdict {
	if len(b) < 2 {
		return l7.More
	}
	if kind := b[1] >> 5; b[1]&0x1f != 1 || kind == 0 || kind > 4 {
		return l7.Reject
	}
	i := 2 // the sequence number, of up to five bytes
	for i < len(b) && i < 7 && b[i] >= 0x80 {
		i++
	}
	switch {
	case i == 7:
		return l7.Reject
	case i+1 >= len(b):
		return l7.More
	}
	if b[i+1] < shortest {
		return l7.Reject
	}
	return judgeMethod(b[i+2:], uint32(b[i+1]))
}

func judgeMethod(b []byte, length uint32) l7.Verdict {
	if length < minName || length > maxThriftName {
		return l7.Reject
	}
	for _, x := range b[:min(len(b), int(length))] {
		if !(x|0x20 >= 'a' && x|0x20 <= 'z' || x >= '0' && x <= '9' || x == '_' || x == '.' || x == ':' || x == '-') {
			return l7.Reject
		}
	}
	if len(b) < int(length) {
		return l7.More
	}
	return l7.Match
}
