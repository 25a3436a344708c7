package gopacketlayers_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/gopacket/gopacket/layers"
	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/bench/workload"
	"github.com/nfstream/nfstream-go/packet/gopacketlayers"
)

// everyPacket is a plug-in that decodes every packet in a way of gopacket's.
type everyPacket struct{ open func() func(*nfstream.Packet) }

func (everyPacket) Columns() []nfstream.Column { return nil }

func (e everyPacket) Open(*nfstream.Schema) (nfstream.Hooks, error) {
	decode := e.open()
	see := func(p *nfstream.Packet, _ *nfstream.Flow) { decode(p) }
	return nfstream.Hooks{Init: see, Update: see}, nil
}

// BenchmarkPlugin compares a run without plug-ins with runs that decode packets by gopacket.
func BenchmarkPlugin(b *testing.B) {
	const packets = 200_000
	path := filepath.Join(b.TempDir(), "mix.pcap")
	file, err := os.Create(path)
	require.NoError(b, err)
	_, err = workload.Write(file, workload.Options{Name: "mix", Packets: packets, Seed: 1})
	require.NoError(b, err)
	require.NoError(b, file.Close())
	for _, way := range []struct {
		name    string
		plugins []nfstream.Plugin
	}{
		{"none", nil},
		{"dns records", []nfstream.Plugin{recordTypes{}}},
		{"parser, transport", []nfstream.Plugin{everyPacket{func() func(*nfstream.Packet) {
			var tcp layers.TCP
			var udp layers.UDP
			parser := gopacketlayers.NewParser(&tcp, &udp)
			return func(p *nfstream.Packet) { _, _ = parser.Transport(p) }
		}}}},
		{"parser, network", []nfstream.Plugin{everyPacket{func() func(*nfstream.Packet) {
			var ip4 layers.IPv4
			var ip6 layers.IPv6
			var tcp layers.TCP
			var udp layers.UDP
			parser := gopacketlayers.NewParser(&ip4, &ip6, &tcp, &udp)
			return func(p *nfstream.Packet) { _, _ = parser.Network(p) }
		}}}},
		{"packet, lazy", []nfstream.Plugin{everyPacket{func() func(*nfstream.Packet) {
			return func(p *nfstream.Packet) { _ = gopacketlayers.Network(p).TransportLayer() }
		}}}},
		{"packet, all layers", []nfstream.Plugin{everyPacket{func() func(*nfstream.Packet) {
			return func(p *nfstream.Packet) { _ = gopacketlayers.Frame(p).Layers() }
		}}}},
	} {
		b.Run(way.name, func(b *testing.B) {
			runs := 0
			for b.Loop() {
				s, err := nfstream.Open(path, nfstream.Config{Plugins: way.plugins, Workers: 1})
				require.NoError(b, err)
				require.NoError(b, s.Run(context.Background(), discard{}))
				runs++
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(runs*packets), "ns/packet")
		})
	}
}

type discard struct{}

func (discard) Write(*nfstream.Flow) error { return nil }
func (discard) Flush() error               { return nil }
