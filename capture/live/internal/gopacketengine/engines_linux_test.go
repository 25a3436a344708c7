package gopacketengine_test

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/bpf"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/capture/live"
	"github.com/nfstream/nfstream-go/capture/live/afpacket"
	"github.com/nfstream/nfstream-go/capture/live/pcapgo"
	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/sink/csv"
)

// rings is the engine of package live itself.
type rings struct{}

func (rings) String() string { return "ring" }

func (rings) Open(names []string, o live.Options) (capture.Source, error) { return live.Open(names, o) }

var engines = []live.Engine{rings{}, afpacket.Engine, pcapgo.Engine}

// open opens a Source of b0 by each engine.
func open(c *cable, o live.Options) (sources []capture.Source) {
	c.in(func() {
		for _, e := range engines {
			src, err := e.Open([]string{"b0"}, o)
			require.NoError(c.t, err, e.String())
			sources = append(sources, src)
		}
	})
	return sources
}

// meter meters sources until the context is done, and returns the rows of each.
func meter(ctx context.Context, t *testing.T, sources []capture.Source) (rows []*bytes.Buffer, wait func()) {
	done := make(chan error, len(sources))
	for _, src := range sources {
		s, err := nfstream.New(src, nfstream.Config{Statistics: true, SPLT: 20, Workers: 1,
			IdleTimeout: time.Hour, ActiveTimeout: time.Hour})
		require.NoError(t, err)
		out := new(bytes.Buffer)
		rows = append(rows, out)
		go func() { done <- s.Run(ctx, csv.NewWriter(out, s.Columns())) }()
	}
	return rows, func() {
		for range sources {
			if err := <-done; !errors.Is(err, context.Canceled) {
				require.NoError(t, err)
			}
		}
	}
}

// frames calls f with the whole frames of captures of Ethernet that a cable takes, with tags put in front of some.
func frames(t *testing.T, paths []string, f func([]byte)) {
	n := 0
	for _, path := range paths {
		src, err := capture.Open(path)
		if err != nil {
			continue // it is none
		}
		for err == nil {
			var b capture.Batch
			err = src.Next(t.Context(), &b)
			for _, frame := range b.Frames {
				if frame.Link != 1 || len(frame.Data) < 14 || len(frame.Data) > 8900 || int(frame.Length) != len(frame.Data) {
					continue
				}
				data := frame.Data
				switch n++; n % 5 {
				case 1:
					data = tagged(data, 0x8100, 0x6064) // priority 3, VLAN 100
				case 2:
					data = tagged(tagged(data, 0x8100, 7), 0x88a8, 200)
				}
				f(data)
			}
		}
		require.NoError(t, src.Close())
	}
}

func tagged(frame []byte, tpid, tci uint16) []byte {
	tag := []byte{byte(tpid >> 8), byte(tpid), byte(tci >> 8), byte(tci)}
	return append(append(append([]byte(nil), frame[:12]...), tag...), frame[12:]...)
}

// TestEnginesGiveTheSameRows captures the same traffic by all engines at once, tags and lengths and times with it.
func TestEnginesGiveTheSameRows(t *testing.T) { sameRows(t, corpus.Own(t)) }

// TestEnginesOnAllCaptures takes all captures at hand, and some minutes.
func TestEnginesOnAllCaptures(t *testing.T) {
	corpus.Maintain(t)
	more, err := filepath.Glob(filepath.Join("..", "..", "..", "..", "..", "shared", "corpus2", "pcap", "*"))
	require.NoError(t, err)
	sameRows(t, append(corpus.AtHand(t), more...))
}

func sameRows(t *testing.T, paths []string) {
	c := newCable(t)
	send := c.sender()
	sources := open(c, live.Options{RingSize: 64 << 20})
	warmUp(t, send, sources)
	ctx, cancel := context.WithCancel(t.Context())
	rows, wait := meter(ctx, t, sources)
	waiting := 0 // bytes of memory, of which a plain socket's buffer holds some 200,000
	frames(t, paths, func(frame []byte) {
		send(frame)
		if waiting += len(frame) + 800; waiting > 25_000 {
			time.Sleep(3 * time.Millisecond)
			waiting = 0
		}
	})
	time.Sleep(500 * time.Millisecond)
	cancel()
	wait()
	for i, src := range sources {
		stats := src.Stats()
		t.Logf("%v: %d received, %d dropped, %d bytes of rows", engines[i], stats.Received, stats.Dropped, rows[i].Len())
		require.Zero(t, stats.Dropped, engines[i].String())
		require.Equal(t, bytes.Count(rows[0].Bytes(), []byte("\n")), bytes.Count(rows[i].Bytes(), []byte("\n")))
		require.True(t, rows[0].String() == rows[i].String(), "the rows of %v differ from those of the ring", engines[i])
	}
	require.Greater(t, bytes.Count(rows[0].Bytes(), []byte("\n")), 100)
}

// warmUp sends frames until the kernel stamps them when they come, which it does a while after the first socket asks for
// it, and all sources agree on their times.
func warmUp(t *testing.T, send func([]byte), sources []capture.Source) {
	frame := make([]byte, 60)
	frame[12] = 0x88 // no protocol that anything answers
	require.Eventually(t, func() bool {
		send(frame)
		var times []int64
		for _, src := range sources {
			var b capture.Batch
			for range 40 {
				require.NoError(t, src.Next(t.Context(), &b))
				if n := len(b.Frames); n > 0 {
					times = append(times, b.Frames[n-1].Time)
					break
				}
			}
			b.Reset()
		}
		return len(times) == len(sources) && times[0] == times[1] && times[0] == times[2]
	}, 20*time.Second, time.Millisecond)
}

// Engines filter in the kernel, cut frames, and refuse what they cannot do.
func TestEngineOptions(t *testing.T) {
	c := newCable(t)
	send := c.sender()
	// Of what comes, only frames with a first byte of 2.
	filter, err := bpf.Assemble([]bpf.Instruction{bpf.LoadAbsolute{Off: 0, Size: 1},
		bpf.JumpIf{Cond: bpf.JumpEqual, Val: 2, SkipFalse: 1}, bpf.RetConstant{Val: 1 << 18}, bpf.RetConstant{Val: 0}})
	require.NoError(t, err)
	sources := open(c, live.Options{Filter: filter, Snaplen: 40})
	for i := range 10 {
		frame := make([]byte, 100)
		frame[0], frame[12] = byte(1+i%2), 0x88
		frame[1] = byte(i)
		send(frame)
	}
	for i, src := range sources {
		src.(capture.Stopper).Stop(time.Minute)
		var numbers []byte
		for {
			var b capture.Batch
			err := src.Next(t.Context(), &b)
			for _, f := range b.Frames {
				numbers = append(numbers, f.Data[1])
				require.Len(t, f.Data, 40, engines[i].String())
				require.Equal(t, uint32(100), f.Length)
			}
			if err != nil {
				break
			}
		}
		require.Equal(t, []byte{1, 3, 5, 7, 9}, numbers, engines[i].String())
		require.NoError(t, src.Close())
	}
	for _, e := range engines[1:] {
		for _, o := range []live.Options{{Wait: true}, {HardwareTime: true}, {Group: 7}} {
			_, err := e.Open([]string{"b0"}, o)
			require.ErrorIs(t, err, live.ErrOptions, e.String())
		}
		c.in(func() {
			_, err := e.Open([]string{"none0"}, live.Options{})
			require.ErrorIs(t, err, live.ErrNoInterface, e.String())
		})
	}
}

// A Source ends when its interface goes down, behind the frames up to there.
func TestEnginesAtTheEndOfAnInterface(t *testing.T) {
	for _, end := range []struct {
		command []string
		want    error
	}{
		{[]string{"link", "set", "b0", "down"}, live.ErrInterfaceDown},
		{[]string{"link", "del", "b0"}, live.ErrInterfaceGone},
	} {
		c := newCable(t)
		send := c.sender()
		sources := open(c, live.Options{})
		frame := make([]byte, 100)
		frame[12] = 0x88
		send(frame)
		time.Sleep(50 * time.Millisecond) // a link that goes down drops what it has not delivered
		c.ip(end.command...)
		for i, src := range sources {
			frames := 0
			var err error
			for began := time.Now(); err == nil && time.Since(began) < 20*time.Second; {
				var b capture.Batch
				err = src.Next(t.Context(), &b)
				frames += len(b.Frames)
			}
			require.ErrorIs(t, err, end.want, engines[i].String())
			require.Equal(t, 1, frames, engines[i].String())
			require.NoError(t, src.Close())
		}
	}
}

// All interfaces at once, of which pcapgo's engine has no notion.
func TestAnyInterface(t *testing.T) {
	c := newCable(t)
	send := c.sender()
	c.in(func() {
		_, err := pcapgo.Engine.Open([]string{live.Any}, live.Options{})
		require.ErrorIs(t, err, live.ErrOptions)
	})
	var src capture.Source
	c.in(func() {
		var err error
		src, err = afpacket.Engine.Open([]string{live.Any}, live.Options{})
		require.NoError(t, err)
	})
	frame := make([]byte, 100)
	frame[12] = 0x88
	send(frame)
	seen := 0
	for began := time.Now(); seen < 2 && time.Since(began) < 20*time.Second; { // at both ends
		var b capture.Batch
		require.NoError(t, src.Next(t.Context(), &b))
		for _, f := range b.Frames {
			require.Equal(t, uint16(1), uint16(f.Link))
			seen++
		}
	}
	require.Equal(t, 2, seen)
	require.NoError(t, src.Close())
}
