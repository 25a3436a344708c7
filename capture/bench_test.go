package capture

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/nfstream/nfstream-go/packet"
	"github.com/stretchr/testify/require"
)

const benchPackets = 200_000

// mixedSizes are typical packet sizes: many acknowledgements, many full segments.
func mixedSizes() func() int {
	rng := rand.New(rand.NewPCG(1, 2))
	return func() int {
		switch n := rng.IntN(10); {
		case n < 4:
			return 60 + rng.IntN(20)
		case n < 6:
			return 100 + rng.IntN(800)
		default:
			return 1514
		}
	}
}

func benchPcap(size func() int) []byte {
	w := &builder{byteOrderAppender: binary.LittleEndian}
	w.pcapHeader(0xa1b2c3d4, 2, 4, 1)
	data := ramp(1514)
	for i := range uint32(benchPackets) {
		n := uint32(size())
		w.u32(i/1000, i%1000*1000, n, n).bytes(data[:n]...)
	}
	return w.b
}

func benchPcapng(size func() int) []byte {
	w := &builder{byteOrderAppender: binary.LittleEndian}
	w.sectionHeader().iface(packet.LinkEthernet, 0, nil)
	data := ramp(1514)
	for i := range benchPackets {
		n := size()
		w.enhanced(0, uint64(i)*1000, uint32(n), data[:n])
	}
	return w.b
}

func benchReader(b *testing.B, capture []byte) {
	var batch Batch
	b.SetBytes(int64(len(capture)))
	b.ReportAllocs()
	for b.Loop() {
		src, err := NewReader(bytes.NewReader(capture))
		require.NoError(b, err)
		n := 0
		for err == nil {
			err = src.Next(context.Background(), &batch)
			n += len(batch.Frames)
		}
		require.Equal(b, io.EOF, err)
		require.Equal(b, benchPackets, n)
	}
	perPacket(b)
}

func benchOracle(b *testing.B, capture []byte) {
	b.SetBytes(int64(len(capture)))
	b.ReportAllocs()
	for b.Loop() {
		src, err := newOracle(capture)
		require.NoError(b, err)
		n := -1
		for ; err == nil; n++ {
			_, _, err = src.ZeroCopyReadPacketData()
		}
		require.Equal(b, io.EOF, err)
		require.Equal(b, benchPackets, n)
	}
	perPacket(b)
}

func perPacket(b *testing.B) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchPackets, "ns/packet")
}

func small() int { return 60 }

// BenchmarkRead reads captures of each format, also with pcapgo.
func BenchmarkRead(b *testing.B) {
	for _, c := range []struct {
		name    string
		capture []byte
	}{
		{"pcap/mixed", benchPcap(mixedSizes())}, {"pcap/small", benchPcap(small)},
		{"pcapng/mixed", benchPcapng(mixedSizes())}, {"pcapng/small", benchPcapng(small)},
	} {
		b.Run(c.name+"/ours", func(b *testing.B) { benchReader(b, c.capture) })
		b.Run(c.name+"/pcapgo", func(b *testing.B) { benchOracle(b, c.capture) })
	}
}
