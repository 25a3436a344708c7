package packet

import (
	"encoding/binary"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// fragment4 returns a fragment of eight bytes of data from 10.0.0.2 to 10.0.0.1. The first one begins with a UDP
// header, port 1234 to 53.
func fragment4(id, field uint16) []byte {
	b := bytesOf("4500001c 0000 0000 4011 0000 0a000002 0a000001 04d2 0035 0100 0000")
	binary.BigEndian.PutUint16(b[4:], id)
	binary.BigEndian.PutUint16(b[6:], field)
	return b
}

// fragment6 returns a fragment of IPv6. Its fragment header announces destination options.
func fragment6(id byte, field uint16) []byte {
	b := bytesOf("60000000 0018 2c 40" + ipv6Ends + "3c 00 0000 000000ff" + "11 00 000000000000" +
		"0001 0002 0100 0000")
	binary.BigEndian.PutUint16(b[42:], field)
	b[47] = id
	return b
}

func decodeAt(t *testing.T, d *Decoder, frame []byte, at time.Duration) Packet {
	t.Helper()
	p := Packet{Data: frame, WireLength: uint32(len(frame)), Time: int64(at)}
	require.Equal(t, OK, d.Decode(&p, LinkRaw))
	requireConsistent(t, &p)
	return p
}

func TestFragmentsShareTheFlow(t *testing.T) {
	d := NewDecoder(Options{})
	first := decodeAt(t, d, fragment4(1, ipv4More), 0)
	require.False(t, first.Fragment)
	later := decodeAt(t, d, fragment4(1, 100), fragmentTimeoutOf(1))
	require.True(t, later.Fragment)
	require.Equal(t, first.Key, later.Key)
	require.Equal(t, first.Hash, later.Hash)
	require.True(t, later.Reverse)
	require.Equal(t, uint32(20), later.Payload)
	require.Equal(t, later.Transport, later.Payload)
	require.Equal(t, uint32(8), later.PayloadLength)
}

func fragmentTimeoutOf(n int64) time.Duration { return time.Duration(n * fragmentTimeout) }

func TestFragmentsOfIPv6(t *testing.T) {
	d := NewDecoder(Options{})
	first := decodeAt(t, d, fragment6(1, ipv6FragmentMore), 0)
	require.Equal(t, key("[fd00::1]:1", "[fd00::2]:2", protoUDP), first.Key)
	later := decodeAt(t, d, fragment6(1, 8), 0)
	require.Equal(t, first.Key, later.Key)
	require.True(t, later.Fragment)
	require.Equal(t, uint32(48), later.Payload)
	require.Equal(t, uint32(16), later.PayloadLength)
	atomic := decodeAt(t, d, fragment6(2, 0), 0)
	require.Equal(t, first.Key, atomic.Key)
	require.Equal(t, uint16(0), decodeAt(t, d, fragment6(2, 8), 0).Key.PortA, "an atomic fragment has no others")
}

func TestFragmentWithoutItsFirst(t *testing.T) {
	d := NewDecoder(Options{})
	want := key("10.0.0.1:0", "10.0.0.2:0", protoUDP)
	require.Equal(t, want, decodeAt(t, d, fragment4(1, 100), 0).Key, "none was seen")
	decodeAt(t, d, fragment4(1, ipv4More), 0)
	require.Equal(t, want, decodeAt(t, d, fragment4(2, 100), 0).Key, "of another packet")
	require.Equal(t, want, decodeAt(t, d, fragment4(1, 100), fragmentTimeoutOf(1)+1).Key, "too late")
	reverse := fragment4(1, 100)
	copy(reverse[12:], "\x0a\x00\x00\x01\x0a\x00\x00\x02")
	require.Equal(t, want, decodeAt(t, d, reverse, 0).Key, "of the other direction")
	tcp := changed(fragment4(1, 100), 9, protoTCP)
	require.Equal(t, uint16(0), decodeAt(t, d, tcp, 0).Key.PortA, "of another protocol")
}

func TestFragmentCacheKeepsTheNewest(t *testing.T) {
	d := NewDecoder(Options{})
	const n = 4 * fragmentSets * fragmentWays
	for id := range n {
		decodeAt(t, d, fragment4(uint16(id), ipv4More), time.Duration(id))
	}
	found := 0
	for id := n - fragmentSets; id < n; id++ {
		if decodeAt(t, d, fragment4(uint16(id), 100), n).Key.PortA != 0 {
			found++
		}
	}
	require.Greater(t, found, fragmentSets*9/10)
}

func TestFragmentOfATunnelStaysOutside(t *testing.T) {
	d := NewDecoder(Options{Tunnels: true})
	frame := join(udp4, "0000 0800")
	frame = join(frame, ipv4Header(protoGRE, len(frame)))
	first := decodeAt(t, d, changed(frame, 6, 0x20), 0)
	require.Equal(t, TunnelGRE, first.Key.Tunnel, "the first fragment holds the tunnel's header")
	later := decodeAt(t, d, changed(frame, 7, 100), 0)
	require.Equal(t, TunnelNone, later.Key.Tunnel)
	require.Equal(t, uint8(protoGRE), later.Key.Proto)
	require.True(t, later.Fragment)
}

func TestFragmentInATunnel(t *testing.T) {
	d := NewDecoder(Options{Tunnels: true})
	in := func(b []byte) []byte { return join(b, ipv4Header(protoIPv4, len(b))) }
	first := decodeAt(t, d, in(fragment4(1, ipv4More)), 0)
	later := decodeAt(t, d, in(fragment4(1, 100)), 0)
	require.Equal(t, first.Key, later.Key)
	require.Equal(t, TunnelIPIP, later.Key.Tunnel)
	require.Zero(t, decodeAt(t, d, fragment4(1, 100), 0).Key.PortA, "the same packet, outside")
}

func TestTinyFirstFragment(t *testing.T) {
	d := NewDecoder(Options{})
	tcp := decodeAt(t, d, changed(fragment4(1, ipv4More), 9, protoTCP), 0)
	require.Equal(t, uint16(53), tcp.Key.PortA, "eight bytes of TCP have the ports")
	require.Zero(t, tcp.PayloadLength)
	require.Equal(t, tcp.End, tcp.Payload)
}
