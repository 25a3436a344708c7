package nfstream_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/bench/workload"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/nfstream/nfstream-go/sink/csv"
)

// benchCapture is the capture of a workload that lies in memory.
func benchCapture(b *testing.B, name string, packets int) []byte {
	b.Helper()
	captures, err := workload.Load("testdata")
	require.NoError(b, err)
	o := workload.Options{Name: name, Packets: packets, Seed: 1, Captures: captures}
	var pcap bytes.Buffer
	_, err = workload.Write(&pcap, o)
	require.NoError(b, err)
	return pcap.Bytes()
}

// BenchmarkPipeline meters captures of 200,000 packets, from reading them to writing CSV; an op is a capture.
func BenchmarkPipeline(b *testing.B) {
	const packets = 200_000
	for _, name := range workload.Names() {
		for _, dissect := range []nfstream.Switch{nfstream.Off, nfstream.On} {
			var pcap []byte
			for _, workers := range []int{1, 2, 4, 8} {
				label := map[nfstream.Switch]string{nfstream.Off: "off", nfstream.On: "on"}[dissect]
				b.Run(fmt.Sprintf("%s/dissect=%s/workers=%d", name, label, workers), func(b *testing.B) {
					if pcap == nil {
						pcap = benchCapture(b, name, packets)
					}
					b.ReportAllocs()
					b.SetBytes(int64(len(pcap)))
					for b.Loop() {
						meter(b, pcap, nfstream.Config{Workers: workers, Dissect: dissect})
					}
					b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/packets, "ns/packet")
				})
			}
		}
	}
}

func meter(b *testing.B, pcap []byte, config nfstream.Config) {
	src, err := capture.NewReader(bytes.NewReader(pcap))
	require.NoError(b, err)
	s, err := nfstream.New(src, config)
	require.NoError(b, err)
	require.NoError(b, s.Run(b.Context(), csv.NewWriter(io.Discard, s.Columns())))
}

// BenchmarkOptions meters the mix with one worker and one more thing asked for at a time.
func BenchmarkOptions(b *testing.B) {
	const packets = 200_000
	pcap := benchCapture(b, "mix", packets)
	for _, c := range []struct {
		name   string
		config nfstream.Config
	}{
		{"none", nfstream.Config{}},
		{"statistics", nfstream.Config{Statistics: true}},
		{"splt", nfstream.Config{SPLT: 20}},
		{"filter", nfstream.Config{Filter: "tcp or udp"}},
		{"no-tunnels", nfstream.Config{DecodeTunnels: nfstream.Off}},
		{"all-columns", nfstream.Config{Statistics: true, SPLT: 20, Fields: []string{"all"}}},
		{"table-size=1000", nfstream.Config{TableSize: 1000}},
	} {
		b.Run(c.name, func(b *testing.B) {
			c.config.Workers = 1
			b.ReportAllocs()
			for b.Loop() {
				meter(b, pcap, c.config)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/packets, "ns/packet")
		})
	}
}

// talkers is a source of DNS questions, of one flow after the other, again and again. It hands out so many as are asked
// for, and has the benchmark measure from when flows are decided.
type talkers struct {
	b      *testing.B
	frames [][]byte // of each flow
	// sent of all that are to be sent; before measured ones there are decisive ones.
	sent, decisive, all int
}

const talkersBatch = 1024

func newTalkers(b *testing.B, flows, measured int) *talkers {
	// A flow of UDP has at most 16 payloads inspected.
	t := &talkers{b: b, decisive: 20 * flows, all: 20*flows + measured}
	question, addressAt := questionFrame(b)
	for i := range flows {
		frame := bytes.Clone(question)
		copy(frame[addressAt:], []byte{100, byte(i >> 16), byte(i >> 8), byte(i)})
		t.frames = append(t.frames, frame)
	}
	return t
}

// questionFrame returns a frame with a DNS question over IPv4, and where its source address is.
func questionFrame(b *testing.B) (frame []byte, addressAt uint32) {
	src, err := capture.NewReader(bytes.NewReader(benchCapture(b, "churn", 100)))
	require.NoError(b, err)
	var batch capture.Batch
	require.NoError(b, src.Next(b.Context(), &batch))
	d := packet.NewDecoder(packet.Options{Tunnels: true})
	for _, f := range batch.Frames {
		p := packet.Packet{Data: f.Data, WireLength: f.Length}
		plain := d.Decode(&p, f.Link) == packet.OK && p.Key.Ver == 4 && p.Key.VLAN == 0 && p.Key.Tunnel == 0
		if plain && p.Key.Proto == 17 && p.Dst().Port() == 53 {
			return bytes.Clone(f.Data), p.Network + 12
		}
	}
	b.Fatal("the workload has no DNS")
	return nil, 0
}

func (t *talkers) Next(_ context.Context, b *capture.Batch) error {
	b.Reset()
	if t.sent == t.all {
		t.b.StopTimer()
		return io.EOF
	}
	if t.sent == t.decisive {
		t.b.ResetTimer()
	}
	end := min(t.sent+talkersBatch, t.all)
	if t.sent < t.decisive {
		end = min(end, t.decisive)
	}
	for ; t.sent < end; t.sent++ {
		data := t.frames[t.sent%len(t.frames)]
		b.Frames = append(b.Frames, capture.Frame{Data: data, Time: 1e18 + int64(t.sent), Length: uint32(len(data)),
			Link: packet.LinkEthernet})
	}
	return nil
}

func (t *talkers) Stats() capture.Stats { return capture.Stats{} }

func (t *talkers) Close() error { return nil }

// BenchmarkDecided meters packets of flows that are decided and go on, all of it but reading them; an op is a packet.
func BenchmarkDecided(b *testing.B) {
	for _, flows := range []int{1, 1000, 100_000} {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("flows=%d/workers=%d", flows, workers), func(b *testing.B) {
				s, err := nfstream.New(newTalkers(b, flows, b.N), nfstream.Config{Workers: workers,
					ActiveTimeout: time.Hour, IdleTimeout: time.Hour})
				require.NoError(b, err)
				b.ReportAllocs()
				require.NoError(b, s.Run(b.Context(), csv.NewWriter(io.Discard, s.Columns())))
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N), "ns/packet")
			})
		}
	}
}
