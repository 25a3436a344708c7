package workload

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"
	"github.com/stretchr/testify/require"
)

// eachPacket reads a capture back with a reader that is not ours.
func eachPacket(t *testing.T, o Options, visit func(gopacket.Packet)) {
	t.Helper()
	var b bytes.Buffer
	_, err := Write(&b, o)
	require.NoError(t, err)
	r, err := pcapgo.NewReader(&b)
	require.NoError(t, err)
	last, n := time.Time{}, 0
	for ; ; n++ {
		data, info, err := r.ReadPacketData()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		require.False(t, info.Timestamp.Before(last))
		require.Equal(t, info.Length, info.CaptureLength)
		last = info.Timestamp
		visit(gopacket.NewPacket(data, r.LinkType(), gopacket.NoCopy))
	}
	require.Equal(t, o.Packets, n)
}

func TestChecksums(t *testing.T) {
	for _, name := range Names() {
		if name == CapturesName {
			continue // TestReplayedChecksums
		}
		eachPacket(t, Options{Name: name, Packets: 5_000, Seed: 4}, func(p gopacket.Packet) {
			require.LessOrEqual(t, len(p.Data()), 1518)
			if p.Layer(gopacket.LayerTypeFragment) != nil {
				return
			}
			bindNetwork(t, p)
			bad, wrong := p.VerifyChecksums()
			require.NoError(t, bad)
			require.Empty(t, wrong)
		})
	}
}

// bindNetwork sets the network layer for each layer with a pseudo header.
func bindNetwork(t *testing.T, p gopacket.Packet) {
	t.Helper()
	var network gopacket.NetworkLayer
	for _, l := range p.Layers() {
		if n, ok := l.(gopacket.NetworkLayer); ok {
			network = n
		}
		if b, ok := l.(interface {
			SetNetworkLayerForChecksum(gopacket.NetworkLayer) error
		}); ok {
			require.NoError(t, b.SetNetworkLayerForChecksum(network))
		}
	}
}

// TestParts looks for everything the mix has to have.
func TestParts(t *testing.T) {
	seen := map[gopacket.LayerType]int{}
	eachPacket(t, Options{Name: "mix", Packets: 30_000, Seed: 1}, func(p gopacket.Packet) {
		for _, l := range p.Layers() {
			seen[l.LayerType()]++
		}
	})
	for _, want := range []gopacket.LayerType{
		layers.LayerTypeDot1Q, layers.LayerTypeARP, layers.LayerTypeGRE, layers.LayerTypeVXLAN, layers.LayerTypeIPv4,
		layers.LayerTypeIPv6, layers.LayerTypeTCP, layers.LayerTypeUDP, layers.LayerTypeDNS, layers.LayerTypeNTP,
		layers.LayerTypeICMPv4, layers.LayerTypeICMPv6, gopacket.LayerTypeFragment,
	} {
		require.Positive(t, seen[want], want)
	}
	require.InDelta(t, 10, 100*seen[layers.LayerTypeIPv6]/seen[layers.LayerTypeIPv4], 6)
}

// TestSequence follows both directions of every connection: nothing is lost, and all of it is acknowledged.
func TestSequence(t *testing.T) {
	type side struct {
		network, transport gopacket.Flow
	}
	next := map[side]uint32{}
	eachPacket(t, Options{Name: "churn", Packets: 20_000, Seed: 1}, func(p gopacket.Packet) {
		tcp, ok := p.TransportLayer().(*layers.TCP)
		if !ok || p.Layer(layers.LayerTypeVXLAN) != nil || p.Layer(layers.LayerTypeGRE) != nil {
			return
		}
		from := side{p.NetworkLayer().NetworkFlow(), tcp.TransportFlow()}
		to := side{from.network.Reverse(), from.transport.Reverse()}
		if !tcp.SYN {
			require.Equal(t, next[from], tcp.Seq)
		}
		if tcp.ACK {
			require.Equal(t, next[to], tcp.Ack)
		}
		next[from] = tcp.Seq + uint32(len(tcp.Payload))
		if tcp.SYN || tcp.FIN {
			next[from]++
		}
	})
}

func TestFloodDiffers(t *testing.T) {
	seen := map[string]bool{}
	eachPacket(t, Options{Name: "flood", Packets: 30_000, Seed: 1}, func(p gopacket.Packet) {
		seen[string(p.Data()[26:38])] = true
	})
	require.Len(t, seen, 30_000)
}

// TestFragments puts every datagram together, and checks its sum.
func TestFragments(t *testing.T) {
	g := newGenerator(io.Discard, shape{every: always(1)}, Options{Seed: 9})
	for range 50 {
		c := startFragments(g)
		c.tunnel = noTunnel
		whole := c.script.(*fragments).datagram
		require.Equal(t, len(whole), int(binary.BigEndian.Uint16(whole[4:])))
		require.Zero(t, fold(total(c.pseudo(client, protoUDP, len(whole)), whole)))
		for more := true; more; {
			_, more = c.script.step(g, c)
			require.LessOrEqual(t, len(g.frame), 1518)
		}
	}
}
