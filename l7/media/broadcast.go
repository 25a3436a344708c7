//go:build !nfstream_no_media

package media

import (
	"bytes"
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/lines"
)

// mpegTS returns the packets of an MPEG transport stream in datagrams (ISO/IEC 13818-1, section 2.4.3).
func mpegTS() l7.Proto {
	sample := make([]byte, 7*tsPacket)
	for i := 0; i < len(sample); i += tsPacket {
		copy(sample[i:], "\x47\x01\x01\x17")
	}
	return l7.Proto{
		ID: categories.MPEGTS, On: l7.UDP, Min: tsPacket, First: l7.Bytes(tsSync), Scratch: 1, Probe: probeMPEGTS,
		Samples: [][]byte{sample},
	}
}

const (
	tsPacket = 188
	tsSync   = 0x47
)

// probeMPEGTS takes a datagram of several packets, of some 4 at least, or some datagrams of fewer.
func probeMPEGTS(c *l7.Ctx) l7.Verdict {
	const enough = 4
	b := c.Data
	if len(b) < tsPacket || c.Length()%tsPacket != 0 {
		return l7.Reject
	}
	count := c.Scratch()
	for at := 0; at+tsPacket <= len(b); at += tsPacket {
		if b[at] != tsSync || b[at+3]&0x30 == 0 { // without payload and adaptation field
			return l7.Reject
		}
		if count[0] < enough {
			count[0]++
		}
	}
	if count[0] < enough {
		return l7.More
	}
	return l7.Match
}

// iceCast returns what is not HTTP of Icecast and SHOUTcast (SHOUTcast, streaming protocol): the answer of a server, and the
// request of a source.
func iceCast() l7.Proto {
	return l7.Proto{
		ID: categories.IceCast, On: l7.TCP, Ports: []uint16{8000}, First: l7.Bytes('I', 'S'), Probe: probeIceCast,
		Session: l7.Begins(longestHead, readIceCast),
		Samples: l7.Samples("ICY 200 OK\r\nicy-name:a\r\n", "SOURCE /a.mp3 ICE/1.0\r\n"),
	}
}

// readIceCast reads the name of a station from the answer of a server or the request of a source.
func readIceCast(c *l7.Ctx, b []byte) (done bool) {
	head, _, whole := bytes.Cut(b, []byte("\r\n\r\n"))
	if !whole && len(b) < longestHead || l7.Prefix(b, "ICY", "SOURCE") != l7.Match {
		return false
	}
	for _, name := range [...]string{"ICY-NAME", "ICE-NAME"} {
		if value := lines.Field(head, name); len(value) > 0 {
			c.Metadata().ServerText = string(value)
		}
	}
	return true
}

func probeIceCast(c *l7.Ctx) l7.Verdict {
	const longest = 512
	if v := l7.Prefix(c.Data, "ICY 200", "ICY 40"); v != l7.Reject {
		return v
	}
	if v := l7.Prefix(c.Data, "SOURCE /"); v != l7.Match {
		return v
	}
	line, _, whole := bytes.Cut(c.Data, []byte{'\n'})
	switch {
	case whole && (bytes.Contains(line, []byte(" ICE/1.")) || bytes.Contains(line, []byte(" HTTP/1."))):
		return l7.Match
	case whole || len(line) > longest:
		return l7.Reject
	}
	return l7.More
}

// flute returns File Delivery over Unidirectional Transport, on ALC (RFC 6726, RFC 5651).
func flute() l7.Proto {
	return l7.Proto{
		ID: categories.FLUTE, On: l7.UDP, EachDatagram: true, Min: 20, First: bytesBetween(0x10, 0x1f), Probe: probeFLUTE,
		Samples: l7.Samples("\x10\x10\x04\x00\x00\x00\x00\x00\x00\x01\x00\x00\xc0\x10\x00\x02<?xml version=\"1.0\"?>" +
			"<FDT-Instance>"),
	}
}

func bytesBetween(first, last byte) *l7.ByteSet {
	var all []byte
	for b := int(first); b <= int(last); b++ {
		all = append(all, byte(b))
	}
	return l7.Bytes(all...)
}

// probeFLUTE takes a packet of the table of files: the header of LCT says how long it is, its fields and extensions fill it,
// and one extension is EXT_FDT, of version 1 or 2.
func probeFLUTE(c *l7.Ctx) l7.Verdict {
	const version, word, fixed, variable, fdt = 1, 4, 4, 128, 192
	b := c.Data
	if len(b) < 20 || b[0]>>4 != version || word*int(b[2]) > len(b) || int(b[2]) < 4 {
		return l7.Reject
	}
	congestion := 1 + int(b[0]>>2&3)
	session := int(b[1] >> 7)
	object := int(b[1] >> 5 & 3)
	half := int(b[1] >> 4 & 1)
	at := fixed + word*congestion + word*session + word*object + 2*half + 2*half
	for end := word * int(b[2]); at+word <= end; {
		switch kind := b[at]; {
		case kind == fdt && (b[at+1]>>4 == 1 || b[at+1]>>4 == 2 || b[at+1]>>4 == 0):
			if bytes.Contains(b[at:], []byte("<?xml")) || bytes.Contains(b[at:], []byte("FDT-Instance")) {
				return l7.Match
			}
			return l7.Reject
		case kind < variable:
			if b[at+1] == 0 {
				return l7.Reject
			}
			at += word * int(b[at+1])
		default:
			at += word
		}
	}
	return l7.Reject
}

// iQIYI returns the peers of iQIYI: the length of the datagram, and an identifier that both sides have.
func iQIYI() l7.Proto {
	const id = "\xa4\xf8\x2b\xb7\x30\x07\xf4"
	return l7.Proto{
		ID: categories.IQIYI, On: l7.UDP, Min: 16, FirstPayload: 16, Shape: true, Probe: probeIQIYI,
		Samples: l7.Samples("\x1c\x40\x10\x00\x44\x74\x71\x7a"+id+"\x6b", "\x9c\x60\x11\x00\x55\x75\x17\x7a"+id+"\x1b\x0a"),
	}
}

func probeIQIYI(c *l7.Ctx) l7.Verdict {
	const lengthAt, idAt, idEnd, request = 2, 8, 15, 0x1c
	b, other := c.Data, c.First(1-c.Dir)
	if len(b) < idEnd+1 || int(binary.LittleEndian.Uint16(b[lengthAt:])) != c.Length() {
		return l7.Reject
	}
	switch {
	case len(other) == 0 && b[0]&0x7f == request:
		return l7.Weak
	case len(other) == 0:
		return l7.More
	case len(other) > idEnd && string(other[idAt:idEnd]) == string(b[idAt:idEnd]) && b[idAt] != b[idAt+1] &&
		binary.LittleEndian.Uint16(other[lengthAt:]) < 1500:
		return l7.Match
	}
	return l7.Reject
}
