//go:build !nfstream_no_vpn

package vpn

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const (
	hamachiPort  = 17771
	hamachiLeast = 24
	hamachiKept  = 2 + 2 + 2 + 1 // of a direction: halves of session and number, two more bytes, and how often they went on
)

// hamachi recognises a tunnel of LogMeIn Hamachi by what observers found: in each direction four bytes and two more
// stay, around a number that goes up by one, and differ from those of the other direction. The body is encrypted.
func hamachi() l7.Proto {
	return l7.Proto{
		ID: categories.Hamachi, On: l7.UDP, Ports: []uint16{hamachiPort}, Min: hamachiLeast, EachDatagram: true,
		Scratch: 2 * hamachiKept,
		Probe:   probeHamachi,
		Samples: l7.Samples("\xa1\xb2\xc3\xd4\x00\x00\x00\x01\x17\x2aencrypted data",
			"\xa1\xb2\xc3\xd4\x00\x00\x00\x02\x17\x2aencrypted text"),
	}
}

func probeHamachi(c *l7.Ctx) l7.Verdict {
	const enough, enoughOnPort, most = 2, 1, 1 << 20
	b := c.Data
	if len(b) < hamachiLeast || binary.BigEndian.Uint32(b) == 0 || binary.BigEndian.Uint32(b[4:]) > most {
		return l7.Reject
	}
	kept := c.Scratch()
	own, other := kept[hamachiKept*int(c.Dir&1):][:hamachiKept], kept[hamachiKept*(1-int(c.Dir&1)):][:hamachiKept]
	session, number, more := b[2:4], binary.BigEndian.Uint16(b[6:]), b[8:10]
	went := own[6]
	same := string(own[:2]) == string(session) && number == binary.BigEndian.Uint16(own[2:])+1 && string(own[4:6]) == string(more)
	copy(own, session)
	copy(own[2:], b[6:10])
	if own[6] = 0; !same {
		return l7.More
	}
	own[6] = min(went+1, 16)
	differs := string(own[:2]) != string(other[:2]) && string(own[4:6]) != string(other[4:6])
	if c.OnPort(hamachiPort) && own[6] >= enoughOnPort || own[6] >= enough && other[6] >= enough && differs {
		return l7.Match
	}
	return l7.More
}

// hamachiStream recognises the connection to Hamachi's servers, on their ports, by a first message with its length.
func hamachiStream() l7.Proto {
	return l7.Proto{
		ID: categories.Hamachi, On: l7.TCP, Ports: []uint16{12975, 32976}, First: l7.Bytes(0), Probe: probeHamachiStream,
		Samples: l7.Samples("\x00\x00\x00\x10a message of it."),
	}
}

func probeHamachiStream(c *l7.Ctx) l7.Verdict {
	const length, most = 4, 4096
	b := c.Data
	switch {
	case !c.OnPort(12975) && !c.OnPort(32976), l7.Prefix(b, "\x00\x00") == l7.Reject:
		return l7.Reject
	case len(b) < length:
		return l7.More
	}
	n := int(binary.BigEndian.Uint32(b))
	switch {
	case n <= 0 || n > most:
		return l7.Reject
	case len(b) < length+n:
		return l7.More
	}
	return l7.Match
}
