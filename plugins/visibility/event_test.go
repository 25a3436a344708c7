package visibility

import (
	"encoding/binary"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"
)

// packetOf returns an IP packet with TCP and the flags, or with UDP, without payload.
func packetOf(protocol uint8, from, to netip.AddrPort, flags uint8) []byte {
	size := map[uint8]int{protocolTCP: 20, protocolUDP: 8}[protocol]
	var b []byte
	if from.Addr().Is4() {
		b = make([]byte, headerIPv4, headerIPv4+size)
		b[0], b[8], b[9] = 0x45, 64, protocol
		binary.BigEndian.PutUint16(b[2:], uint16(headerIPv4+size))
		copy(b[12:], from.Addr().AsSlice())
		copy(b[16:], to.Addr().AsSlice())
	} else {
		b = make([]byte, headerIPv6, headerIPv6+size)
		b[0], b[6], b[7] = 0x60, protocol, 64
		binary.BigEndian.PutUint16(b[4:], uint16(size))
		copy(b[8:], from.Addr().AsSlice())
		copy(b[24:], to.Addr().AsSlice())
	}
	at := len(b)
	b = b[:at+size]
	binary.BigEndian.PutUint16(b[at:], from.Port())
	binary.BigEndian.PutUint16(b[at+2:], to.Port())
	if protocol == protocolTCP {
		b[at+12], b[at+toFlags] = 5<<4, flags
	} else {
		binary.BigEndian.PutUint16(b[at+4:], 8)
	}
	return b
}

func TestEvents(t *testing.T) {
	for _, ends := range [][2]string{{"10.0.0.1:40000", "10.0.0.2:80"}, {"[fd00::1]:40000", "[fd00::2]:80"}} {
		from, to := netip.MustParseAddrPort(ends[0]), netip.MustParseAddrPort(ends[1])
		e, ok := parseEvent(packetOf(protocolTCP, from, to, flagSYN))
		require.True(t, ok)
		require.Equal(t, pairFor("tcp", from, to), e.pair)
		require.False(t, e.accepted)
		e, ok = parseEvent(packetOf(protocolTCP, from, to, flagSYN|flagACK))
		require.True(t, ok && e.accepted)
		e, ok = parseEvent(packetOf(protocolUDP, from, to, 0))
		require.True(t, ok)
		require.Equal(t, pairFor("udp", from, to), e.pair)

		_, ok = parseEvent(packetOf(protocolTCP, from, to, flagACK))
		require.False(t, ok, "no SYN")
		whole := packetOf(protocolTCP, from, to, flagSYN)
		for n := range len(whole) - 20 + toFlags + 1 {
			_, ok = parseEvent(whole[:n:n])
			require.False(t, ok, "cut to %d bytes", n)
		}
	}
	fragment := packetOf(protocolUDP, netip.MustParseAddrPort("10.0.0.1:1"), netip.MustParseAddrPort("10.0.0.2:2"), 0)
	fragment[7] = 1
	_, ok := parseEvent(fragment)
	require.False(t, ok)
}

func FuzzEvent(f *testing.F) {
	a, b := netip.MustParseAddrPort("10.0.0.1:40000"), netip.MustParseAddrPort("10.0.0.2:80")
	f.Add(packetOf(protocolTCP, a, b, flagSYN))
	f.Add(packetOf(protocolUDP, a, b, 0))
	f.Add(packetOf(protocolTCP, netip.MustParseAddrPort("[::1]:1"), netip.MustParseAddrPort("[::1]:2"), flagSYN))
	f.Fuzz(func(t *testing.T, b []byte) {
		if e, ok := parseEvent(b); ok {
			require.Contains(t, []uint8{protocolTCP, protocolUDP}, e.pair.protocol)
			require.Contains(t, []uint8{familyIPv4, familyIPv6}, e.family)
		}
	})
}
