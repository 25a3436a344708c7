//go:build !nfstream_no_vpn

package vpn

import (
	"bytes"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// softether recognises the messages with which SoftEther VPN traverses NAT: the answer to a client that asks for its
// address, and packs of named values (SoftEther VPN, Mayaqua, Pack: a count, then name, type and values).
func softether() l7.Proto {
	return l7.Proto{
		ID: categories.Softether, On: l7.UDP, Ports: []uint16{5004}, Min: 1, First: l7.Bytes('A', 'I', 0),
		Probe:        probeSoftEther,
		EachDatagram: true, Shape: true,
		Samples: [][]byte{
			[]byte("IP=192.0.2.1,PORT=40000"),
			[]byte("\x00\x00\x00\x01\x00\x00\x00\x07opcode\x00\x00\x00\x02\x00\x00\x00\x01\x00\x00\x00\x05token"),
		},
	}
}

const softetherPort = 5004

func probeSoftEther(c *l7.Ctx) l7.Verdict {
	b := c.Data
	switch b[0] {
	case 'A':
		if len(b) == 1 && (c.DstPort == softetherPort || c.SrcPort == softetherPort) {
			return l7.Weak
		}
	case 'I':
		if bytes.HasPrefix(b, []byte("IP=")) && bytes.Contains(b, []byte(",PORT=")) && len(b) < 64 {
			return l7.Match
		}
	case 0:
		if softetherPack(b) {
			return l7.Match
		}
	}
	return l7.Reject
}

// softetherPack reports whether b begins as a pack with at least one value: a name of letters, a known type, and a
// number of values. The length of the name is one more than it has letters.
func softetherPack(b []byte) bool {
	const mostElements, mostName, types, mostValues = 64, 32, 4, 64
	r := wire.NewCursor(b)
	elements, length := r.Uint32(), int(r.Uint32())
	if elements == 0 || elements > mostElements || length < 2 || length > mostName {
		return false
	}
	for _, c := range r.Bytes(length - 1) {
		if (c < 'a' || c > 'z') && c != '_' {
			return false
		}
	}
	kind, values := r.Uint32(), r.Uint32()
	return r.OK() && kind <= types && values > 0 && values < mostValues
}
