package l7test

import (
	"encoding/binary"
	"slices"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// Synthetic returns protocols that are made up, of the kinds that real ones are of, to measure what protocols cost flows that
// are of none of them:
//
//   - four in ten of text, each with three commands of four letters,
//   - two in ten with a magic number of four bytes, of which the first is zero, and one in ten with another,
//   - one in ten of datagrams of 12 to 200 bytes, with a message type and a version in the second and third byte,
//   - one in ten with the length of the message in its first two bytes, which may begin with any byte,
//   - one in ten with a magic number behind the first four bytes, which may be any.
//
// Of a negative n there are none.
func Synthetic(n int) []l7.Proto {
	protos := make([]l7.Proto, max(n, 0))
	for i := range protos {
		magic := binary.BigEndian.AppendUint32(nil, uint32(i+1)*0x9e3779b1)
		p := &protos[i]
		*p = l7.Proto{ID: categories.HTTP, On: l7.TCP | l7.UDP, Ports: []uint16{uint16(20000 + i), uint16(30000 + 7*i)}}
		switch i % 10 {
		case 0, 1, 2, 3:
			textual(p, uint32(i+1))
		case 4, 5, 6:
			if i%10 != 6 {
				magic[0] = 0
			}
			beginning(p, magic)
		case 7:
			typed(p, byte(i))
		case 8:
			counted(p, magic)
		default:
			p.Probe = func(c *l7.Ctx) l7.Verdict {
				if len(c.Data) < 8 {
					return l7.More
				}
				return verdict(string(c.Data[4:8]) == string(magic))
			}
		}
	}
	return protos
}

func verdict(match bool) l7.Verdict {
	if match {
		return l7.Match
	}
	return l7.Reject
}

// textual makes a protocol of commands.
func textual(p *l7.Proto, seed uint32) {
	for range 3 {
		command := make([]byte, 4)
		for i := range command {
			seed = seed*1664525 + 1013904223
			command[i] = 'A' + byte(seed>>24)%26
		}
		p.Prefixes = append(p.Prefixes, string(command))
	}
	p.Probe = func(c *l7.Ctx) l7.Verdict {
		n := min(len(c.Data), 4)
		if !slices.ContainsFunc(p.Prefixes, func(s string) bool { return s[:n] == string(c.Data[:n]) }) {
			return l7.Reject
		}
		if n < 4 {
			return l7.More
		}
		return l7.Match
	}
}

func beginning(p *l7.Proto, magic []byte) {
	p.Prefixes = []string{string(magic)}
	p.Probe = func(c *l7.Ctx) l7.Verdict {
		n := min(len(c.Data), 4)
		switch {
		case string(c.Data[:n]) != string(magic[:n]):
			return l7.Reject
		case n < 4:
			return l7.More
		}
		return l7.Match
	}
}

func typed(p *l7.Proto, version byte) {
	p.On, p.Min, p.Max = l7.UDP, 12, 200
	p.Next = [3]*l7.ByteSet{l7.Bytes(1, 2, 3, 4), l7.Bytes(version)}
	p.Probe = func(c *l7.Ctx) l7.Verdict {
		d := c.Data
		return verdict(len(d) >= 12 && len(d) <= 200 && d[1] > 0 && d[1] <= 4 && d[2] == version &&
			d[4] == d[5]^version && string(d[6:9]) == "\x7f\x00\x7e")
	}
}

func counted(p *l7.Proto, magic []byte) {
	p.Probe = func(c *l7.Ctx) l7.Verdict {
		if len(c.Data) < 8 {
			return l7.More
		}
		return verdict(int(binary.BigEndian.Uint16(c.Data)) == len(c.Data) && string(c.Data[2:6]) == string(magic))
	}
}
