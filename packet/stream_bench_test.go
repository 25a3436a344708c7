package packet_test

import (
	"bytes"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/bench/workload"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/packet"
)

// BenchmarkDecodeStream decodes the frames of workloads in turn, so that branches are hard to predict.
func BenchmarkDecodeStream(b *testing.B) {
	for _, name := range []string{"mix", "bulk", "flood", "churn", "tunnels"} {
		b.Run(name, func(b *testing.B) {
			frames := framesOf(b, workload.Options{Name: name, Packets: 50_000, Seed: 1})
			d := packet.NewDecoder(packet.Options{Tunnels: true})
			var p packet.Packet
			ok, i := 0, 0
			b.ReportAllocs()
			for b.Loop() {
				f := &frames[i%len(frames)]
				p.Data, p.Time, p.WireLength = f.Data, f.Time, f.Length
				if d.Decode(&p, f.Link) == packet.OK {
					ok++
				}
				i++
			}
			require.Positive(b, ok)
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N), "ns/packet")
		})
	}
}

// framesOf returns the frames of a workload.
func framesOf(b *testing.B, o workload.Options) (frames []capture.Frame) {
	b.Helper()
	var pcap bytes.Buffer
	_, err := workload.Write(&pcap, o)
	require.NoError(b, err)
	src, err := capture.NewReader(&pcap)
	require.NoError(b, err)
	for err == nil {
		var batch capture.Batch
		err = src.Next(b.Context(), &batch)
		frames = append(frames, batch.Frames...)
	}
	require.ErrorIs(b, err, io.EOF)
	return frames
}
