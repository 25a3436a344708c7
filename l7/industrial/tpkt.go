//go:build !nfstream_no_industrial

package industrial

import (
	"bytes"
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// ISO on TCP (RFC 1006): a version, a length, and a message of the transport (ISO 8073; RFC 905, section 13).
const (
	tpktHeader = 4
	cotpData   = 0xf0
	tpktPort   = 102
)

// tpktData walks over the messages of a stream to the first one with data, and returns what it carries; More if there
// is none yet, Reject if they are of something else.
func tpktData(b []byte) ([]byte, l7.Verdict) {
	for {
		switch {
		case l7.Prefix(b, "\x03\x00") == l7.Reject:
			return nil, l7.Reject
		case len(b) <= tpktHeader+1:
			return nil, l7.More
		}
		n, header := int(binary.BigEndian.Uint16(b[2:])), tpktHeader+1+int(b[tpktHeader])
		kind := b[tpktHeader+1]
		if n < header || b[tpktHeader] < 2 || kind&0xf0 != cotpData && kind&0xe0 != 0xc0 && kind&0xf0 != 0xe0 {
			return nil, l7.Reject
		}
		if kind == cotpData && n > header {
			if len(b) < header {
				return nil, l7.More
			}
			return b[header:min(len(b), n)], l7.Match
		}
		if len(b) < n {
			return nil, l7.More
		}
		if b = b[n:]; len(b) == 0 {
			return nil, l7.More
		}
	}
}

var tpktFirst = l7.Bytes(3)

// s7 recognises S7 communication by its identifier, a type, and a reserved field of zero (S7comm as the
// Wireshark wiki has it: 0x32, job or answer or user data).
func s7() l7.Proto {
	return l7.Proto{
		ID: categories.S7Comm, On: l7.TCP, Ports: []uint16{tpktPort}, First: tpktFirst,
		Session: s7Dialogue.Sessions(), Columns: s7Columns(),
		Probe: func(c *l7.Ctx) l7.Verdict {
			const identifier, header = 0x32, 10
			d, v := tpktData(c.Data)
			switch {
			case v != l7.Match:
				return v
			case len(d) > 0 && d[0] != identifier, len(d) > 1 && (d[1] == 0 || d[1] > 3 && d[1] != 7), len(d) > 3 &&
				d[2]|d[3] != 0:
				return l7.Reject
			}
			return l7.AtLeast(d, header, l7.Match)
		},
		Samples: [][]byte{[]byte("\x03\x00\x00\x19\x02\xf0\x80\x32\x01\x00\x00\x02\x00\x00\x08\x00\x00\xf0\x00\x00" +
			"\x01\x00\x01\x01\xe0")},
	}
}

// s7Plus recognises the protocol of newer controllers of Siemens: an identifier, a type of message and a length.
func s7Plus() l7.Proto {
	return l7.Proto{
		ID: categories.S7CommPlus, On: l7.TCP, Ports: []uint16{tpktPort}, First: tpktFirst,
		Probe: func(c *l7.Ctx) l7.Verdict {
			const identifier, header, extended = 0x72, 5, 0xfe
			d, v := tpktData(c.Data)
			switch {
			case v != l7.Match:
				return v
			case len(d) > 0 && d[0] != identifier, len(d) > 1 && (d[1] == 0 || d[1] > 3 && d[1] != extended),
				len(d) > 4 && d[4]&0xf0 != 0x30:
				return l7.Reject
			}
			return l7.AtLeast(d, header, l7.Match)
		},
		Samples: [][]byte{[]byte("\x03\x00\x00\x1d\x02\xf0\x80\x72\x01\x00\xca\x31\x00\x00\x04\xca\x00\x00\x00\x01" +
			"\x00\x00\x01\x20\x36\x00\x00\x01\x1d")},
	}
}

// mms recognises MMS, which IEC 61850 uses: the session that opens it names MMS's abstract syntax, 1.0.9506.2 (ISO
// 9506-2). Of a session that was not seen from its start, data begins with two tokens (ISO 8327) and presentation data.
func mms() l7.Proto {
	return l7.Proto{
		ID: categories.ISO9506MMS, On: l7.TCP, Ports: []uint16{tpktPort}, First: tpktFirst, Probe: probeMMS,
		Samples: [][]byte{
			[]byte("\x03\x00\x00\x1b\x02\xf0\x80\x0d\x12\x05\x06\x13\x01\x00\x31\x06\x05\x28\xca\x22\x02\x01\x30\x04" +
				"\x06\x02\x51"),
		},
	}
}

func probeMMS(c *l7.Ctx) l7.Verdict {
	const connect, accept, syntax = 0x0d, 0x0e, "\x28\xca\x22\x02"
	d, v := tpktData(c.Data)
	switch {
	case v != l7.Match:
		return v
	case len(d) == 0:
		return l7.More
	case d[0] == connect || d[0] == accept:
		if bytes.Contains(d, []byte(syntax)) {
			return l7.Match
		}
		return l7.More
	case c.OnPort(tpktPort):
		return l7.AtLeast(d, 6, l7.Prefix(d, "\x01\x00\x01\x00\x61"))
	}
	return l7.Reject
}
