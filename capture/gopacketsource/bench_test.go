package gopacketsource_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/pcapgo"
	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/bench/workload"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/capture/gopacketsource"
	"github.com/nfstream/nfstream-go/packet"
)

func readBatches(tb testing.TB, src capture.Source, b *capture.Batch) (frames int) {
	for {
		err := src.Next(tb.Context(), b)
		frames += len(b.Frames)
		if err == io.EOF {
			return frames
		}
		require.NoError(tb, err)
	}
}

// BenchmarkRead compares the ways to read a capture of mixed traffic.
func BenchmarkRead(b *testing.B) {
	data := mixed(b, 200_000)
	reader := func() *pcapgo.Reader {
		r, err := pcapgo.NewReader(bytes.NewReader(data))
		require.NoError(b, err)
		return r
	}
	for _, way := range []struct {
		name string
		open func() capture.Source
	}{
		{"own", func() capture.Source {
			src, err := capture.NewReader(bytes.NewReader(data))
			require.NoError(b, err)
			return src
		}},
		{"reader", func() capture.Source { return gopacketsource.FromReader(reader()) }},
		{"data", func() capture.Source { return gopacketsource.FromPacketData(reader(), packet.LinkEthernet) }},
		{"lazy source", func() capture.Source {
			r := reader()
			return gopacketsource.FromPacketSource(gopacket.NewPacketSource(r, r.LinkType(), gopacket.WithLazy(true)), packet.LinkEthernet)
		}},
	} {
		b.Run(way.name, func(b *testing.B) {
			var batch capture.Batch
			frames := 0
			b.ReportAllocs()
			for b.Loop() {
				frames += readBatches(b, way.open(), &batch)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(frames), "ns/packet")
		})
	}
}

func TestReadingDoesNotAllocateAPacket(t *testing.T) {
	data := mixed(t, 20_000)
	var batch capture.Batch
	allocations := testing.AllocsPerRun(3, func() {
		r, err := pcapgo.NewReader(bytes.NewReader(data))
		require.NoError(t, err)
		readBatches(t, gopacketsource.FromReader(r), &batch)
	})
	require.Less(t, allocations, 30.0) // to open it
}

// mixed returns a capture of the workload "mix".
func mixed(tb testing.TB, packets int) []byte {
	var out bytes.Buffer
	_, err := workload.Write(&out, workload.Options{Name: "mix", Packets: packets, Seed: 1})
	require.NoError(tb, err)
	return out.Bytes()
}
