package gopacketlayers_test

import (
	"net/netip"
	"path/filepath"
	"testing"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/nfstream/nfstream-go/packet/gopacketlayers"
)

// decoded calls f with every packet of all captures of the repository that the meter decodes.
func decoded(t *testing.T, f func(path string, p *packet.Packet)) {
	t.Helper()
	for _, path := range corpus.Own(t) {
		if ext := filepath.Ext(path); ext == ".zst" || ext == ".gz" {
			continue
		}
		d := packet.NewDecoder(packet.Options{Tunnels: true})
		for frame := range corpus.Frames(t, path) {
			p := packet.Packet{Data: frame.Data, Time: frame.Time, WireLength: uint32(frame.Length)}
			if d.Decode(&p, packet.LinkType(frame.Link)) == packet.OK && !p.Fragment {
				f(path, &p)
			}
		}
	}
}

// TestFlowsAreGopackets compares flows and their hashes with those of gopacket's layers, and keys with the meter's.
func TestFlowsAreGopackets(t *testing.T) {
	packets, ports := 0, 0
	decoded(t, func(path string, p *packet.Packet) {
		network, transport := gopacketlayers.FlowsOf(p)
		g := gopacketlayers.Network(p)
		require.NotNil(t, g.NetworkLayer(), path)
		want := g.NetworkLayer().NetworkFlow()
		require.Equal(t, want, network, path)
		require.Equal(t, want.FastHash(), network.FastHash())
		require.Equal(t, want.Reverse().FastHash(), network.FastHash())
		if l := g.TransportLayer(); l != nil && g.ErrorLayer() == nil && transport != gopacket.InvalidFlow {
			require.Equal(t, l.TransportFlow(), transport, path)
			require.Equal(t, l.TransportFlow().Reverse().FastHash(), transport.FastHash())
			ports++
		}
		packets++

		key, reverse, err := gopacketlayers.KeyOf(network, transport, p.Key.Proto)
		require.NoError(t, err)
		require.Equal(t, p.Reverse, reverse, path)
		key.VLAN, key.Tunnel = p.Key.VLAN, p.Key.Tunnel
		if transport == gopacket.InvalidFlow {
			key.PortA, key.PortB = p.Key.PortA, p.Key.PortB
		}
		require.Equal(t, p.Key, key, path)
		require.Equal(t, p.Hash, key.Hash())

		back, reverse, err := gopacketlayers.KeyOf(network.Reverse(), reversed(transport), p.Key.Proto)
		require.NoError(t, err)
		same := p.Src() == p.Dst()
		require.True(t, same || reverse != p.Reverse)
		back.VLAN, back.Tunnel = p.Key.VLAN, p.Key.Tunnel
		if transport == gopacket.InvalidFlow {
			back.PortA, back.PortB = p.Key.PortA, p.Key.PortB
		}
		require.Equal(t, p.Hash, back.Hash(), "both directions have one hash")
	})
	t.Logf("%d packets, %d with ports", packets, ports)
	require.Greater(t, packets, 1000)
	require.Greater(t, ports, 1000)
}

func reversed(f gopacket.Flow) gopacket.Flow {
	if f == gopacket.InvalidFlow {
		return f
	}
	return f.Reverse()
}

// TestParserDecodesAsPackets compares a Parser with gopacket's packets, from every start.
func TestParserDecodesAsPackets(t *testing.T) {
	var eth layers.Ethernet
	var tagged layers.Dot1Q
	var ip4 layers.IPv4
	var ip6 layers.IPv6
	var tcp layers.TCP
	var udp layers.UDP
	parser := gopacketlayers.NewParser(&eth, &tagged, &ip4, &ip6, &tcp, &udp)
	whole := 0
	decoded(t, func(path string, p *packet.Packet) {
		types, err := parser.Frame(p)
		if err == nil && len(types) > 0 {
			for i, layer := range gopacketlayers.Frame(p).Layers()[:len(types)] {
				require.Equal(t, layer.LayerType(), types[i], path)
			}
		}
		types, err = parser.Network(p)
		if p.Key.Proto != 6 && p.Key.Proto != 17 || err != nil || len(types) < 2 {
			return
		}
		if types[len(types)-1] == layers.LayerTypeUDP {
			require.Equal(t, uint16(udp.SrcPort), p.Src().Port(), path)
		}
		types, err = parser.Transport(p)
		require.NoError(t, err, path)
		require.Len(t, types, 1)
		if types[0] == layers.LayerTypeTCP {
			require.Equal(t, uint16(tcp.SrcPort), p.Src().Port(), path)
			require.Equal(t, tcp.Seq, p.Seq)
			require.Equal(t, p.TransportPayload(), tcp.Payload)
		}
		whole++
	})
	t.Logf("%d packets", whole)
	require.Greater(t, whole, 1000)
}

func TestPayload(t *testing.T) {
	answers := 0
	decoded(t, func(path string, p *packet.Packet) {
		g := gopacketlayers.Payload(p, layers.LayerTypeDNS)
		if p.PayloadLength == 0 {
			require.Nil(t, g, path)
			return
		}
		if g == nil || p.Key.Proto != 17 || p.Key.PortA != 53 && p.Key.PortB != 53 {
			return
		}
		if dns, ok := g.Layer(layers.LayerTypeDNS).(*layers.DNS); ok && dns.QR {
			answers++
			require.Equal(t, len(p.Data), len(gopacketlayers.Frame(p).Data()))
		}
	})
	require.Positive(t, answers)
}

func TestAddresses(t *testing.T) {
	for _, text := range []string{"192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1"} {
		a := netip.MustParseAddr(text)
		back, ok := gopacketlayers.Addr(gopacketlayers.Endpoint(a))
		require.True(t, ok)
		require.Equal(t, a, back)
	}
	_, ok := gopacketlayers.Addr(gopacket.NewEndpoint(layers.EndpointMAC, make([]byte, 6)))
	require.False(t, ok)
}

func TestKeysOfOtherFlows(t *testing.T) {
	mac := gopacket.NewFlow(layers.EndpointMAC, make([]byte, 6), make([]byte, 6))
	_, _, err := gopacketlayers.KeyOf(mac, gopacket.InvalidFlow, 6)
	require.ErrorIs(t, err, gopacketlayers.ErrEnds)
	ip, ports := gopacketlayers.Flows(netip.MustParseAddrPort("10.0.0.2:2"), netip.MustParseAddrPort("10.0.0.1:1"), 6)
	_, _, err = gopacketlayers.KeyOf(ip, mac, 6)
	require.ErrorIs(t, err, gopacketlayers.ErrEnds)
	key, reverse, err := gopacketlayers.KeyOf(ip, ports, 6)
	require.NoError(t, err)
	require.True(t, reverse)
	require.Equal(t, "10.0.0.1:1", netip.AddrPortFrom(key.AddrA(), key.PortA).String())
	require.IsType(t, flowkey.Key{}, key)
}

// A Parser allocates nothing for layers that do not.
func TestParserDoesNotAllocate(t *testing.T) {
	var ip4 layers.IPv4
	var tcp layers.TCP
	parser := gopacketlayers.NewParser(&ip4, &tcp)
	var packets []packet.Packet
	decoded(t, func(_ string, p *packet.Packet) {
		if p.Key.Ver == 4 && p.Key.Proto == 6 && len(packets) < 100 {
			packets = append(packets, *p)
		}
	})
	read := func() {
		for i := range packets {
			_, _ = parser.Network(&packets[i])
		}
	}
	read()
	require.Zero(t, testing.AllocsPerRun(10, read))
}
