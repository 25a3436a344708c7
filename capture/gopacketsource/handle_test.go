package gopacketsource_test

import (
	"encoding/binary"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/bpf"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/capture/gopacketsource"
	"github.com/nfstream/nfstream-go/packet"
)

// handle is a live handle that a test feeds: each packet is read into the same memory. A number below 0 is a timeout.
type handle struct {
	feed   chan int
	buffer [64]byte
	vlan   any
	end    error
	stops  atomic.Int32
	once   sync.Once
}

func newHandle() *handle { return &handle{feed: make(chan int), end: io.EOF} }

func (h *handle) ZeroCopyReadPacketData() ([]byte, gopacket.CaptureInfo, error) {
	n, ok := <-h.feed
	if !ok {
		return nil, gopacket.CaptureInfo{}, h.end
	}
	if n < 0 {
		return nil, gopacket.CaptureInfo{}, os.ErrDeadlineExceeded
	}
	clear(h.buffer[:])
	h.buffer[12], h.buffer[13] = 8, 0
	binary.BigEndian.PutUint32(h.buffer[14:], uint32(n))
	ci := gopacket.CaptureInfo{Timestamp: time.Unix(int64(n), 0), CaptureLength: 60, Length: 100, InterfaceIndex: n % 2}
	if h.vlan != nil {
		ci.AncillaryData = []any{h.vlan}
	}
	return h.buffer[:60], ci, nil
}

func (h *handle) SetBPF(program []bpf.RawInstruction) error {
	h.stops.Add(1)
	return nil
}

func (h *handle) Close() { h.once.Do(func() { close(h.feed) }) }

// readAll reads until there is an error, and returns copies of the frames.
func readAll(t *testing.T, src capture.Source) (frames []capture.Frame, err error) {
	var batches [3]capture.Batch // in turn, as several may be in use
	for i := 0; ; i++ {
		b := &batches[i%3]
		err := src.Next(t.Context(), b)
		for _, f := range b.Frames {
			f.Data = append([]byte(nil), f.Data...)
			frames = append(frames, f)
		}
		if err != nil {
			return frames, err
		}
	}
}

func TestHandle(t *testing.T) {
	const packets = 5000
	h := newHandle()
	src := gopacketsource.FromHandle(h, packet.LinkEthernet)
	go func() {
		for n := range packets {
			h.feed <- n
			if n%100 == 0 {
				h.feed <- -1
			}
		}
		h.Close()
	}()
	frames, err := readAll(t, src)
	require.Equal(t, io.EOF, err)
	require.Len(t, frames, packets)
	for n, f := range frames {
		require.Equal(t, uint32(n), binary.BigEndian.Uint32(f.Data[14:]))
		require.Equal(t, int64(n)*1e9, f.Time)
		require.Equal(t, uint32(100), f.Length)
	}
	require.Equal(t, uint64(packets), src.Stats().Received)
	require.Zero(t, src.Stats().Dropped)
	require.NoError(t, src.Close())
	var b capture.Batch
	require.Equal(t, io.EOF, src.Next(t.Context(), &b))
}

func TestTagsArePutBack(t *testing.T) {
	h := newHandle()
	h.vlan = 42
	src := gopacketsource.FromHandle(h, packet.LinkEthernet)
	go func() {
		h.feed <- 7
		h.Close()
	}()
	frames, err := readAll(t, src)
	require.Equal(t, io.EOF, err)
	require.Len(t, frames, 1)
	require.Equal(t, []byte{0x81, 0, 0, 42, 8, 0, 0, 0, 0, 7}, frames[0].Data[12:22])
	require.Len(t, frames[0].Data, 64)
	require.Equal(t, uint32(104), frames[0].Length)
	require.NoError(t, src.Close())
}

// Two handles give one order of time, and each frame the link type of its interface.
func TestHandles(t *testing.T) {
	a, b := newHandle(), newHandle()
	linkOf := func(index int) packet.LinkType { return packet.LinkType(100 + index) }
	src := gopacketsource.FromHandles(gopacketsource.LiveOptions{},
		gopacketsource.Handle{ZeroCopyPacketDataSource: a, LinkOf: linkOf},
		gopacketsource.Handle{ZeroCopyPacketDataSource: b, LinkOf: linkOf})
	b.feed <- 3
	b.feed <- 4
	a.feed <- 1
	a.feed <- 2
	a.feed <- -1 // by now what was fed before is there
	b.feed <- -1
	a.Close()
	b.Close()
	frames, err := readAll(t, src)
	require.Equal(t, io.EOF, err)
	for i, f := range frames {
		require.Equal(t, int64(i+1)*1e9, f.Time)
		require.Equal(t, packet.LinkType(100+(i+1)%2), f.Link)
	}
	require.Len(t, frames, 4)
	require.NoError(t, src.Close())
}

func TestQuietHandle(t *testing.T) {
	src := gopacketsource.FromHandle(newHandle(), packet.LinkEthernet)
	var b capture.Batch
	before := time.Now()
	require.NoError(t, src.Next(t.Context(), &b))
	require.GreaterOrEqual(t, time.Since(before), gopacketsource.DefaultTick)
	require.Empty(t, b.Frames)
	require.InDelta(t, before.UnixNano(), b.Clock, 10e9)
	require.NoError(t, src.Close())
	require.ErrorIs(t, src.Next(t.Context(), &b), os.ErrClosed)
}

func TestStoppedHandle(t *testing.T) {
	h := newHandle()
	src := gopacketsource.FromHandles(gopacketsource.LiveOptions{Lag: 20 * time.Millisecond},
		gopacketsource.Handle{ZeroCopyPacketDataSource: h, Link: packet.LinkEthernet})
	h.feed <- 1
	src.Stop(time.Minute)
	frames, err := readAll(t, src)
	require.Equal(t, io.EOF, err)
	require.Len(t, frames, 1)
	require.Equal(t, int32(1), h.stops.Load())
	require.NoError(t, src.Close())
}

// What nobody has taken counts as dropped, and a full block makes the handle wait.
func TestUntakenFrames(t *testing.T) {
	h := newHandle()
	src := gopacketsource.FromHandle(h, packet.LinkEthernet)
	fed := 0
	for waiting := false; !waiting; {
		select {
		case h.feed <- fed:
			fed++
		case <-time.After(200 * time.Millisecond):
			waiting = true
		}
	}
	require.Less(t, fed, 10_000)
	require.NoError(t, src.Close())
	require.NotZero(t, src.Stats().Dropped)
	require.LessOrEqual(t, src.Stats().Dropped, uint64(fed))
}

func TestFailedHandle(t *testing.T) {
	h := newHandle()
	h.end = errBroken
	h.Close()
	src := gopacketsource.FromHandle(h, packet.LinkEthernet)
	_, err := readAll(t, src)
	require.ErrorIs(t, err, errBroken)
	require.NoError(t, src.Close())
}
