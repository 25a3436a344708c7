//go:build !nfstream_no_industrial

package industrial

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const profinetContext = 34964 // the port of the context manager

// profinet recognises PROFINET IO, which is connectionless DCE RPC, by the interfaces of devices, controllers and
// supervisors: DEA0000x-6C97-11D1-8271-00A02442DF7D in either order of bytes (IEC 61158-6-10; The Open Group C706).
func profinet() l7.Proto {
	return l7.Proto{
		ID: categories.DCERPC, On: l7.UDP, Ports: []uint16{profinetContext}, Min: profinetHeader, First: l7.Bytes(4),
		Probe:   probeProfinet,
		Session: func() l7.Session { return new(profinetSession) },
		Samples: [][]byte{append([]byte("\x04\x00\x08\x00\x10\x00\x00\x00\x00\x00\xa0\xde\x97\x6c\xd1\x11\x82\x71"+
			"\x00\x01\x00\x03\x01\x5a"+
			"\x01\x00\xa0\xde\x97\x6c\xd1\x11\x82\x71\x00\xa0\x24\x42\xdf\x7d"), make([]byte, 40)...)},
	}
}

const profinetHeader = 80

func probeProfinet(c *l7.Ctx) l7.Verdict {
	const version, types, place, node = 4, 10, 24, "\x82\x71\x00\xa0\x24\x42\xdf\x7d"
	b := c.Data
	if len(b) < profinetHeader || b[0] != version || b[1] > types || string(b[place+8:place+16]) != node {
		return l7.Reject
	}
	little := b[place+1] == 0 && b[place+2] == 0xa0 && b[place+3] == 0xde
	return l7.MatchIf(little || b[place] == 0xde && b[place+1] == 0xa0 && b[place+2] == 0)
}

// profinetSession writes down what the protocol carries.
type profinetSession struct{}

// Read takes the first message.
func (*profinetSession) Read(c *l7.Ctx) l7.Verdict {
	c.SetApplication(categories.ProfinetIO)
	return l7.Match
}

// Close has nothing to add.
func (*profinetSession) Close(*l7.Ctx) {}

// Reset has nothing to do.
func (*profinetSession) Reset() {}
