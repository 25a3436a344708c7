package packet

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// requirePlain compares the fast path with the general one.
func requirePlain(t *testing.T, tunnels bool, data []byte, wire uint32) (plain bool) {
	t.Helper()
	d := NewDecoder(Options{Tunnels: tunnels})
	// Both paths overwrite the values of an earlier frame.
	short := Packet{Data: data, WireLength: wire, Seq: 1, Ack: 2, Window: 3, Flags: 4, Fragment: true, Direction: 1, Damaged: true,
		Orphan: true, Partial: true}
	short.Key.VLAN, short.Key.Tunnel, short.SrcMAC = 5, TunnelGRE, NoOffset
	general := short
	if !d.plain(&short) {
		return false
	}
	require.Equal(t, OK, d.decode(&general, LinkEthernet))
	require.Equal(t, general, short)
	return true
}

func TestPlain(t *testing.T) {
	const tcp4 = plainIP + ipv4MinLength // offset of the transport header
	tcp := join(nil, ethIPv4, "4500002c 00014000 4006 0000 0a000002 0a000001",
		"c001 01bb 00000001 00000002 5018 2000 0000 0000 61626364")
	udp := func(port, length string) []byte {
		return join(nil, ethIPv4, "45000030 00014000 4011 0000 0a000001 0a000002 d431", port, length, "0000",
			"0102030405060708090a0b0c0d0e0f1011121314")
	}
	changed := func(at int, to byte) []byte {
		frame := append([]byte(nil), tcp...)
		frame[at] = to
		return frame
	}
	six := join(nil, ethIPv6, "60000000 0018 06 40 fd000000000000000000000000000002 fd000000000000000000000000000001",
		"c001 01bb 00000001 00000002 5018 2000 0000 0000 61626364")
	jumbo := append([]byte(nil), six...)
	jumbo[plainIP+5] = 0
	for _, c := range []struct {
		name  string
		frame []byte
		plain bool
	}{
		{"tcp", tcp, true},
		{"tcp to itself", changed(29, 1), true},
		{"tcp, cut", tcp[:tcp4+tcpLength], true},
		{"tcp, header cut", tcp[:tcp4+tcpLength-1], false},
		{"tcp, header length", changed(tcp4+12, 0x40), false},
		{"tcp, header beyond", changed(tcp4+12, 0x70), false},
		{"udp", udp("0050", "001c"), true},
		{"udp, cut", udp("0050", "001c")[:tcp4+udpLength], true},
		{"udp, header cut", udp("0050", "001c")[:tcp4+udpLength-1], false},
		{"udp, other length", udp("0050", "001b"), false},
		{"udp of a tunnel", udp("12b5", "001c"), false},
		{"fragment", changed(plainIP+6, 0x20), false},
		{"options", changed(plainIP, 0x46), false},
		{"icmp", changed(plainIP+9, 1), false},
		{"too short", changed(plainIP+3, 30), false},
		{"vlan", changed(12, 0x81), false},
		{"tcp over ipv6", six, true},
		{"tcp over ipv6, cut", six[:plainIP+ipv6Length+tcpLength], true},
		{"tcp over ipv6, header cut", six[:plainIP+ipv6Length+tcpLength-1], false},
		{"ipv6, cut", six[:plainIP+ipv6Length-1], false},
		{"ipv6 without length", jumbo, false},
	} {
		require.Equal(t, c.plain, requirePlain(t, true, c.frame, uint32(len(c.frame))), c.name)
	}
	require.True(t, requirePlain(t, false, udp("12b5", "001c"), 62), "no tunnel is looked for")
}

func FuzzPlain(f *testing.F) {
	for _, s := range allSamples() {
		if s.link == LinkEthernet {
			f.Add(s.frame, uint32(len(s.frame)), true)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, wire uint32, tunnels bool) {
		requirePlain(t, tunnels, data, wire)
	})
}
