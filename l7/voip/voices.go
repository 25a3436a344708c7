//go:build !nfstream_no_voip

package voip

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// teamSpeak returns the first packet of TeamSpeak 3, and the requests to its list of servers.
func teamSpeak() l7.Proto {
	const init, list, longest = "TS3INIT1", 2010, 64
	return l7.Proto{
		ID: categories.TeamSpeak, On: l7.UDP, EachDatagram: true, Ports: []uint16{9987, list}, Min: 4, First: l7.Bytes(init[0], 1),
		FirstPayload: 8, Shape: true,
		Probe: func(c *l7.Ctx) l7.Verdict {
			switch {
			case l7.Prefix(c.Data, init) == l7.Match, isServerList(c.First(1-c.Dir), c.Data, c.Length()):
				return l7.Match
			case c.OnPort(list) && c.Length() < longest && c.Data[0] == 1:
				return l7.Weak
			}
			return l7.Reject
		},
		Samples: l7.Samples(init+"\x00\x65\x00\x00\x88\x0d\xd0\x57\x66\x00\x5f\x59\x16\xe0\xad\xe7\x6b\x61", "\x01\x80\x84\x01",
			"\x01\x80\x84\x01\x7c\x65\xd9\xa7"),
	}
}

// isServerList reports whether an answer with a key belongs to a request for one: the version, a number, the type.
func isServerList(request, answer []byte, length int) bool {
	const requestLength, answerLength, version, key = 4, 8, 1, 1
	return len(request) == requestLength && length == answerLength && request[0] == version && request[3] == key &&
		len(answer) >= requestLength && string(answer[:requestLength]) == string(request)
}

// mumble returns the ping of Mumble's servers (Mumble protocol, UDP ping packet).
func mumble() l7.Proto {
	const request, answer, id, port = 12, 24, 8, 64738
	return l7.Proto{
		ID: categories.Mumble, On: l7.UDP, Ports: []uint16{port}, Min: request, First: l7.Bytes(0), FirstPayload: request,
		Probe: func(c *l7.Ctx) l7.Verdict {
			b, other := c.Data, c.First(1-c.Dir)
			switch {
			case len(b) < request || b[0] != 0:
				return l7.Reject
			case len(b) == answer && len(other) == request && string(b[4:4+id]) == string(other[4:]) && b[1] > 0 && b[1] < 16:
				return l7.Match
			case len(b) != request || b[1]|b[2]|b[3] != 0 || c.Length() != request:
				return l7.Reject
			case c.OnPort(port):
				return l7.Weak
			}
			return l7.More
		},
		Samples: l7.Samples("\x00\x00\x00\x00\x03\xd7\x20\x00\xfa\x76\x28\x7e",
			"\x00\x01\x03\x04\x03\xd7\x20\x00\xfa\x76\x28\x7e\x00\x00\x00\x00\x00\x00\x00\x64\x00\x01\x19\x40"),
	}
}

// lineCall returns the calls of LINE: a type and the length of what follows, and a number.
func lineCall() l7.Proto {
	return l7.Proto{
		ID: categories.LineCall, On: l7.UDP, EachDatagram: true, Min: 16, First: bytesBetween(0xd0, 0xdf),
		Scratch: 6, Probe: probeLineCall,
		Samples: l7.Samples("\xd8\x0e\x00\xb9\x06\x02\x1b\x61\x43\x2b\x5b\xef\xf5\xfb\xa0\x1a\xb3\xf1",
			"\xd8\x0d\x00\xba\x06\x02\x1b\x61\x43\x2b\x5b\xef\xf5\xfb\xa0\x1a\xb3"),
	}
}

// probeLineCall recognises two datagrams of a direction with sequence numbers that differ by one to four.
func probeLineCall(c *l7.Ctx) l7.Verdict {
	const header, lengthMask = 4, 0x7ff
	b := c.Data
	if len(b) < 16 || b[0]>>4 != 0xd || int(binary.BigEndian.Uint16(b)&lengthMask) != c.Length()-header {
		return l7.Reject
	}
	kept := c.Scratch()[int(c.Dir&1)*3:][:3]
	number := binary.BigEndian.Uint16(b[2:])
	if kept[0] > 0 && number-binary.BigEndian.Uint16(kept[1:])-1 < 4 {
		return l7.Match
	}
	kept[0] = 1
	binary.BigEndian.PutUint16(kept[1:], number)
	return l7.More
}

// imo returns the calls of imo by the pings in them: a type, and the milliseconds that the sender has been up.
func imo() l7.Proto {
	return l7.Proto{
		ID: categories.IMO, On: l7.UDP, EachDatagram: true, Min: 10, First: l7.Bytes(0, 9), Scratch: 8, Probe: probeIMO,
		Samples: l7.Samples("\x09\x02\xdc\x9a\x02\x00\x00\x00\x00\x00", "\x09\x02\xe8\x9a\x02\x00\x00\x00\x00\x00"),
	}
}

// probeIMO recognises two pings of a direction. A byte precedes a ping that a server relays.
func probeIMO(c *l7.Ctx) l7.Verdict {
	const length, ping, minute = 10, 9, 60_000
	b := c.Data
	if len(b) == length+1 && b[0] == 0 {
		b = b[1:]
	}
	if len(b) != length || b[0] != ping || b[1] < 1 || b[1] > 3 || binary.LittleEndian.Uint32(b[6:]) != 0 {
		return l7.Reject
	}
	up, kept := binary.LittleEndian.Uint32(b[2:]), c.Scratch()[int(c.Dir&1)*4:][:4]
	if before := binary.LittleEndian.Uint32(kept); before != 0 && up-before < minute {
		return l7.Match
	}
	binary.LittleEndian.PutUint32(kept, up)
	return l7.More
}

// viber returns the messages of Viber on TCP, and its calls.
func viber() l7.Proto {
	return l7.Proto{
		ID: categories.Viber, On: l7.TCP, Ports: portsOfViber, Probe: probeViber,
		Samples: l7.Samples("\x0c\x00\x0a\x00\x00\x00\x2e\xd0\xa1\xf6\xd2\x00", "\x0b\x00\x0b\x00\x00\x00\x95\xd6\xa8\x2e\x52"),
	}
}

var portsOfViber = []uint16{4244, 5242, 5243}

// probeViber recognises a message on a port of Viber, or one of each side: its length, a number, zeros.
func probeViber(c *l7.Ctx) l7.Verdict {
	switch v := isViber(c.Data); {
	case v != l7.Match:
		return v
	case c.OnPort(portsOfViber[0]), c.OnPort(portsOfViber[1]), c.OnPort(portsOfViber[2]), isViber(c.Other()) == l7.Match:
		return l7.Match
	}
	return l7.More
}

// isViber reads messages: the length of each, a number, zeros.
func isViber(b []byte) l7.Verdict {
	const header, longest = 8, 2048
	for {
		switch {
		case len(b) > 1 && b[1] > longest>>8, len(b) > 3 && b[3] != 0, len(b) > 5 && b[4]|b[5] != 0:
			return l7.Reject
		case len(b) < header:
			return l7.More
		}
		switch size := int(binary.LittleEndian.Uint16(b)); {
		case size < header:
			return l7.Reject
		case len(b) < size:
			return l7.More
		case len(b) == size:
			return l7.Match
		default:
			b = b[size:]
		}
	}
}

// viberCall returns the calls of Viber: those of either side have a token of the call.
func viberCall() l7.Proto {
	const token = "\xac\x19\x35\x8c\x8f\x64\xe4\x47"
	return l7.Proto{
		ID: categories.Viber, On: l7.UDP, Ports: []uint16{7985, 7987, 5242, 5243, 4244}, Min: 20, Scratch: viberKept,
		Probe: probeViberCall,
		Samples: l7.Samples("\xed\xf6\x01\x00\x05\x00"+token+"\x07\xae\x27\x54\x11\x00\xa8\xc0",
			"\xed\xf6\x0c\x00\x01\x00"+token+"\x32\x43\x7c\x5e\x43\xb8"),
	}
}

// probeViberCall recognises two datagrams with the same number at the start and the same token, if their types or
// directions differ.
func probeViberCall(c *l7.Ctx) l7.Verdict {
	const shortest, lastType, number = 20, 0x20, 2
	b := c.Data
	token := viberToken(b)
	if len(b) < shortest || token == nil || b[2] == 0 || b[2] > lastType || token[0]|token[7] == 0 {
		return l7.Reject
	}
	kept := c.Scratch()[:viberKept]
	kind := b[2]<<1 | c.Dir&1
	switch {
	case kept[0] == 0:
		kept[0] = kind
		copy(kept[1:], b[:number])
		copy(kept[1+number:], token)
	case kept[0] != kind && string(kept[1:1+number]) == string(b[:number]) && string(kept[1+number:]) == string(token):
		return l7.Match
	}
	return l7.More
}

// viberKept is how much of the first datagram is kept: its type and direction, the number and the token.
const viberKept = 1 + 2 + 8

// viberToken returns the token of the call, or nil if there is none. Its offset depends on the message type.
func viberToken(b []byte) []byte {
	const length, echo, hello, welcome = 20, 0x09, 0x19, 0x1a
	switch {
	case len(b) < length || b[3] != 0:
		return nil
	case b[2] == echo:
		return b[12:20]
	case b[2] == hello || b[2] == welcome:
		return b[4:12]
	case b[5] == 0:
		return b[6:14]
	}
	return nil
}
