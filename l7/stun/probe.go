package stun

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// Protos returns STUN.
func Protos() []l7.Proto {
	const header = "\x21\x12\xa4\x42123456789012"
	samples := l7.Samples("\x00\x01\x00\x00"+header, "\x01\x01\x00\x0c"+header+"\x00\x20\x00\x08\x00\x01\x01\x0c\x72\x7c\x3d\x45")
	return []l7.Proto{
		{
			ID: categories.STUN, On: l7.UDP, EachDatagram: true, Ports: []uint16{Port}, Min: headerLength,
			First: l7.Bytes(0, 1, 2, 3, 4, 8, 0x11), Probe: probeDatagram, Samples: samples,
		},
		{
			ID: categories.STUN, On: l7.TCP, Ports: []uint16{Port}, First: l7.Bytes(0, 1), Probe: probeStream, Samples: samples,
		},
	}
}

func probeDatagram(c *l7.Ctx) l7.Verdict {
	var m Message
	if m.Parse(c.Data) != nil {
		return l7.Reject
	}
	long := c.Length() - headerLength - m.Length
	switch {
	case m.Cookie && long >= 0:
		return l7.Match
	case long != 0 || !classic(m.Type):
		return l7.Reject
	case m.Length == 0: // 32 bits, and a length
		if c.OnPort(Port) || c.OnPort(Port+1) || c.OnPort(19302) {
			return l7.Match
		}
		return l7.Weak
	}
	return judgeClassic(&m)
}

// classic reports whether a type is one of RFC 3489, section 11.1, or of its drafts of TURN.
func classic(kind uint16) bool {
	method, class := kind&0xf, kind&^0xf
	return method >= 1 && method <= 4 && (class == 0 || class == 0x100 || class == 0x110)
}

// judgeClassic matches where all attributes are those of RFC 3489, section 11.2, or optional.
func judgeClassic(m *Message) l7.Verdict {
	for {
		kind, value, ok := m.Attributes.Next()
		if !ok {
			break
		}
		address := kind == 1 || kind == 2 || kind == 4 || kind == 5 || kind == 0xb
		if kind == 0 || kind > 0x24 && kind < 0x8000 || address && (len(value) != 8 && len(value) != 20 || value[0] != 0 || value[1]-1 > 1) {
			return l7.Reject
		}
	}
	if !m.Attributes.Whole() {
		return l7.Reject
	}
	return l7.Match
}

// probeStream matches a message with a cookie, alone or in a frame (RFC 4571, section 2).
func probeStream(c *l7.Ctx) l7.Verdict {
	b := c.Data
	switch {
	case b[0] > 1:
		return l7.Reject
	case len(b) < 2:
		return l7.More
	}
	if v := judgeStream(b); v != l7.Reject {
		return v
	}
	if int(b[0])<<8|int(b[1]) < headerLength {
		return l7.Reject
	}
	return judgeStream(b[2:])
}

func judgeStream(b []byte) l7.Verdict {
	if len(b) > 0 && b[0]&^0x13 != 0 || len(b) > 3 && b[3]&3 != 0 {
		return l7.Reject
	}
	if len(b) < 4 {
		return l7.More
	}
	return l7.Prefix(b[4:], "\x21\x12\xa4\x42")
}
