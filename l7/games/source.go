//go:build !nfstream_no_games

package games

import (
	"bytes"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const sourceSimple = "\xff\xff\xff\xff" // a message in one packet

// source recognises queries of servers on Valve's Source engine, and what they answer (Valve Developer Community,
// Server queries).
func source() l7.Proto {
	return l7.Proto{
		ID: categories.SourceEngine, On: l7.UDP, Ports: []uint16{27015}, Min: 9, First: l7.Bytes(0xff), Scratch: 2,
		Probe:   probeSource,
		Session: func() l7.Session { return new(sourceSession) }, Columns: sourceColumns(),
		Samples: [][]byte{
			[]byte(sourceSimple + "TSource Engine Query\x00"),
			[]byte(sourceSimple + "\x49\x11server\x00map\x00folder\x00game\x00\x0a\x00\x02\x10\x00dl\x00\x01"),
			[]byte(sourceSimple + "\x55\xff\xff\xff\xff"), []byte(sourceSimple + "\x41abcd"),
		},
	}
}

func probeSource(c *l7.Ctx) l7.Verdict {
	const challenge, texts = 9, 4
	b := c.Data
	if l7.Prefix(b, sourceSimple) != l7.Match || len(b) < challenge {
		return l7.Reject
	}
	switch b[4] {
	case 'T': // A2S_INFO
		return l7.MatchIf(bytes.HasPrefix(b[5:], []byte("Source Engine Query\x00")))
	case 'I': // its answer: the protocol, and name, map, folder and game
		return l7.MatchIf(b[5] < 0x40 && bytes.Count(b[6:min(len(b), 512)], []byte{0}) >= texts && printable(b[6:8]))
	case 'U', 'V', 'A': // A2S_PLAYER and A2S_RULES; a challenge
		if len(b) != challenge {
			return l7.Reject
		}
	case 'D', 'E': // players and rules
	default:
		return l7.Reject
	}
	if here, there := c.Tally(); here+there < 2 && c.SrcPort/100 != 270 && c.DstPort/100 != 270 {
		return l7.More
	}
	return l7.Match
}

// sourceSession looks for the answer that describes the server.
type sourceSession struct{ read uint8 }

// Read takes a datagram.
func (s *sourceSession) Read(c *l7.Ctx) l7.Verdict {
	const most, mostText = 6, 128
	b := c.Data
	if s.read++; len(b) < 7 || b[4] != 'I' {
		if s.read > most {
			return l7.Match
		}
		return l7.More
	}
	m := l7.Record[Source](c)
	b = b[6:]
	for i := range 4 {
		text, rest, _ := bytes.Cut(b, []byte{0})
		text = text[:min(len(text), mostText)]
		switch i {
		case 0:
			m.Server = string(text)
		case 1:
			m.Map = string(text)
		case 3:
			m.Game = string(text)
		}
		b = rest
	}
	return l7.Match
}

// Close has nothing to add.
func (*sourceSession) Close(*l7.Ctx) {}

// Reset makes the session as good as new.
func (s *sourceSession) Reset() { s.read = 0 }
