package packet

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzDecode decodes each frame twice with one Decoder, so that the second pass finds the fragments of the first.
func FuzzDecode(f *testing.F) {
	for _, s := range allSamples() {
		f.Add(uint16(s.link), s.frame, uint32(len(s.frame)), true, false)
	}
	f.Add(uint16(LinkRaw), fragment4(1, ipv4More), uint32(28), false, true)
	f.Add(uint16(LinkRaw), fragment4(1, 100), uint32(28), false, true)
	f.Add(uint16(LinkRaw), fragment6(1, ipv6FragmentMore), uint32(64), true, true)
	f.Add(uint16(LinkRaw), fragment6(1, 8), uint32(64), true, true)
	f.Fuzz(func(t *testing.T, link uint16, data []byte, wire uint32, tunnels, padding bool) {
		d := NewDecoder(Options{Tunnels: tunnels, AccountIPPadding: padding})
		p := Packet{Data: data, WireLength: wire}
		first := d.Decode(&p, LinkType(link))
		if first == OK {
			requireConsistent(t, &p)
		}
		before := p
		d.Decode(&p, LinkType(link))
		if wire%32 == 0 { // measuring takes far longer than decoding
			require.Zero(t, testing.AllocsPerRun(1, func() { d.Decode(&p, LinkType(link)) }), "allocations")
		}
		same := p.Key == before.Key && p.Hash == before.Hash
		require.True(t, same || before.Fragment, "%v, then %v", before.Key, p.Key)
	})
}
