package live

import (
	"encoding/binary"
	"testing"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/stretchr/testify/require"
)

// sample is a packet of a block.
type sample struct {
	data     []byte
	length   uint32
	network  int // bytes of the link-layer header
	hardware uint16
	tci      int // of the stripped tag, -1 for none
	tpid     uint16
}

func ramp(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i)
	}
	return b
}

func ethernetSample(n int) sample {
	return sample{data: ramp(n), length: uint32(n), network: 14, hardware: hardwareEthernet, tci: -1}
}

// makeBlock builds a block like the kernel.
func makeBlock(size int, samples ...sample) []byte {
	const reserve = 4
	b := make([]byte, size)
	order := binary.NativeEndian
	order.PutUint32(b[blockStatus:], statusUser)
	order.PutUint32(b[blockPackets:], uint32(len(samples)))
	order.PutUint32(b[blockFirst:], blockHeader)
	at := blockHeader
	for i, s := range samples {
		h := b[at:]
		network := (packetHeader+max(s.network, 16)+15)&^15 + reserve
		mac := network - s.network
		order.PutUint32(h[packetSeconds:], uint32(1000+i))
		order.PutUint32(h[packetNanos:], uint32(i))
		order.PutUint32(h[packetSnaplen:], uint32(len(s.data)))
		order.PutUint32(h[packetLength:], s.length)
		order.PutUint16(h[packetMAC:], uint16(mac))
		order.PutUint16(h[packetNet:], uint16(network))
		order.PutUint16(h[packetDevice:], s.hardware)
		if s.tci >= 0 {
			order.PutUint32(h[packetTCI:], uint32(s.tci))
			order.PutUint16(h[packetTPID:], s.tpid)
			status := uint32(statusVLAN)
			if s.tpid != 0 {
				status |= statusVLANProto
			}
			order.PutUint32(h[packetStatus:], status)
		}
		copy(h[mac:], s.data)
		next := (mac + len(s.data) + 7) &^ 7
		if i+1 < len(samples) {
			order.PutUint32(h[packetNext:], uint32(next))
		}
		at += next
	}
	return b
}

func walk(c *cursor, block []byte) (frames []capture.Frame) {
	for c.open(block); c.left > 0; {
		var f capture.Frame
		if c.next(&f) {
			frames = append(frames, f)
		}
	}
	return frames
}

func TestBlock(t *testing.T) {
	cut := ethernetSample(100)
	cut.length = 1500
	block := makeBlock(8192, ethernetSample(60), cut, ethernetSample(14), ethernetSample(0))
	c := cursor{link: packet.LinkEthernet}
	got := walk(&c, block)
	require.False(t, c.bad)
	require.Equal(t, []capture.Frame{
		{Data: ramp(60), Time: 1000e9, Length: 60, Link: packet.LinkEthernet},
		{Data: ramp(100), Time: 1001e9 + 1, Length: 1500, Link: packet.LinkEthernet},
		{Data: ramp(14), Time: 1002e9 + 2, Length: 14, Link: packet.LinkEthernet},
		{Data: []byte{}, Time: 1003e9 + 3, Length: 0, Link: packet.LinkEthernet},
	}, got)
	require.Equal(t, cap(got[0].Data), 60, "an append must not reach into the ring")
}

func TestBlockOfSuperFrames(t *testing.T) {
	block := makeBlock(1<<20, ethernetSample(200_000), ethernetSample(520_000))
	got := walk(&cursor{link: packet.LinkEthernet}, block)
	require.Len(t, got, 2)
	require.Equal(t, ramp(520_000), got[1].Data)
}

func TestTagIsPutBack(t *testing.T) {
	for _, c := range []struct {
		told, want uint16
	}{{0, 0x8100}, {0x8100, 0x8100}, {0x88a8, 0x88a8}} {
		s := ethernetSample(60)
		s.tci, s.tpid = 0x6123, c.told
		want := append(ramp(12), byte(c.want>>8), byte(c.want), 0x61, 0x23)
		want = append(want, s.data[12:]...)
		got := walk(&cursor{link: packet.LinkEthernet}, makeBlock(4096, s, ethernetSample(60)))
		require.Len(t, got, 2)
		require.Equal(t, want, got[0].Data)
		require.EqualValues(t, 64, got[0].Length)
		require.Equal(t, ramp(60), got[1].Data)
	}
	short := ethernetSample(11)
	short.tci = 5
	got := walk(&cursor{link: packet.LinkEthernet}, makeBlock(4096, short))
	require.Equal(t, ramp(11), got[0].Data)
}

func TestSnaplenOfBlock(t *testing.T) {
	s := ethernetSample(60)
	s.tci = 7
	got := walk(&cursor{link: packet.LinkEthernet, snaplen: 20}, makeBlock(4096, s, ethernetSample(15)))
	require.Len(t, got[0].Data, 20)
	require.EqualValues(t, 64, got[0].Length)
	require.Len(t, got[1].Data, 15)
}

// Frames of interfaces without a link layer begin with the IP header; bytes before it are skipped.
func TestLinkTypes(t *testing.T) {
	of := func(hardware uint16, network int) capture.Frame {
		s := ethernetSample(60)
		s.hardware, s.network = hardware, network
		return walk(&cursor{link: linkUnknown}, makeBlock(4096, s))[0]
	}
	require.Equal(t, capture.Frame{Data: ramp(60), Time: 1000e9, Length: 60, Link: packet.LinkEthernet},
		of(hardwareLoopback, 14))
	require.Equal(t, capture.Frame{Data: ramp(60)[24:], Time: 1000e9, Length: 36, Link: packet.LinkRaw},
		of(hardwareIPGRE, 24))
	require.Equal(t, packet.LinkRaw, of(hardwareNone, 0).Link)
	require.Equal(t, packet.LinkRadiotap, of(hardwareRadiotap, 0).Link)
	require.Equal(t, linkUnknown, of(280, 0).Link, "CAN")
}

func TestMalformedBlock(t *testing.T) {
	good := makeBlock(4096, ethernetSample(60), ethernetSample(60))
	for name, damage := range map[string]func([]byte) []byte{
		"short":       func(b []byte) []byte { return b[:blockHeader-1] },
		"first":       func(b []byte) []byte { return put32(b, blockFirst, 4090) },
		"first, low":  func(b []byte) []byte { return put32(b, blockFirst, 4) },
		"first, huge": func(b []byte) []byte { return put32(b, blockFirst, 1<<32-1) },
		"packets":     func(b []byte) []byte { return put32(b, blockPackets, 1<<32-1) },
		"next":        func(b []byte) []byte { return put32(b, blockHeader+packetNext, 1<<32-4) },
		"snaplen":     func(b []byte) []byte { return put32(b, blockHeader+packetSnaplen, 1<<32-1) },
		"cut":         func(b []byte) []byte { return b[:blockHeader+packetHeader+40] },
		"mac":         func(b []byte) []byte { return put32(b, blockHeader+packetMAC, 0) },
		"no room":     noRoom,
	} {
		c := cursor{link: packet.LinkEthernet}
		got := walk(&c, damage(append([]byte(nil), good...)))
		require.True(t, c.bad, name)
		require.LessOrEqual(t, len(got), 2, name)
	}
}

// noRoom leaves no space for a tag before a frame.
func noRoom(b []byte) []byte {
	put32(b, blockHeader+packetMAC, packetHeader)
	return put32(b, blockHeader+packetStatus, statusVLAN)
}

func put32(b []byte, at int, v uint32) []byte {
	binary.NativeEndian.PutUint32(b[at:], v)
	return b
}

func FuzzBlock(f *testing.F) {
	tagged := ethernetSample(60)
	tagged.tci = 7
	f.Add(makeBlock(1024, ethernetSample(60), tagged), uint16(packet.LinkEthernet), 0)
	f.Add(makeBlock(1024, ethernetSample(60), tagged), uint16(linkUnknown), 20)
	f.Add(makeBlock(512, ethernetSample(60)), uint16(packet.LinkRaw), 0)
	f.Add(noRoom(makeBlock(512, ethernetSample(60))), uint16(packet.LinkEthernet), 0)
	f.Fuzz(func(t *testing.T, block []byte, link uint16, snaplen int) {
		c := cursor{link: packet.LinkType(link), snaplen: snaplen}
		for _, frame := range walk(&c, block) {
			require.GreaterOrEqual(t, frame.Length, uint32(len(frame.Data)))
			require.LessOrEqual(t, len(frame.Data), len(block))
			if snaplen > 0 {
				require.LessOrEqual(t, len(frame.Data), snaplen)
			}
		}
	})
}

func TestWalkingAllocatesNothing(t *testing.T) {
	block := fullBlock(60)
	c := cursor{link: packet.LinkEthernet}
	var f capture.Frame
	require.Zero(t, testing.AllocsPerRun(10, func() {
		for c.open(block); c.left > 0; {
			c.next(&f)
		}
	}))
}

// fullBlock is a block of 1 MiB full of frames of the given size.
func fullBlock(size int) []byte {
	var samples []sample
	for room := 1<<20 - blockHeader; room > size+packetHeader+64; room -= size + packetHeader + 40 {
		samples = append(samples, ethernetSample(size))
	}
	return makeBlock(1<<20, samples...)
}

func BenchmarkWalkSmall(b *testing.B) { benchWalk(b, 60) }
func BenchmarkWalkFull(b *testing.B)  { benchWalk(b, 1514) }

func benchWalk(b *testing.B, size int) {
	block := fullBlock(size)
	c := cursor{link: packet.LinkEthernet}
	frames := make([]capture.Frame, 0, 8192)
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		frames = frames[:0]
		for c.open(block); c.left > 0; n++ {
			frames = append(frames, capture.Frame{})
			c.next(&frames[len(frames)-1])
		}
	}
	require.False(b, c.bad)
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(n), "ns/packet")
}
