package live

import (
	"bytes"
	"context"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// checkNumbered asserts that the frames of a batch equal the sent ones.
func checkNumbered(t testing.TB, b *capture.Batch) {
	for _, f := range b.Frames {
		if want := numbered(numberOf(f.Data), len(f.Data)); !bytes.Equal(want, f.Data) {
			require.Equal(t, want, f.Data)
		}
	}
}

// Returned plus dropped packets equal the sent ones if the reader stalls and the ring is full.
func TestDropsAreCounted(t *testing.T) {
	for name, o := range map[string]Options{
		"ring":  {RingSize: 1 << 18, BlockSize: 1 << 16},
		"plain": {RingSize: 1 << 18, plain: true},
	} {
		t.Run(name, func(t *testing.T) {
			n := newNetwork(t)
			o.Filter = onlyTest
			src := n.open(n.b, o, "b0")
			from := n.sender(n.a, "a0")
			const count = 3000
			for i := range uint64(count) {
				from.send(numbered(i, 1000))
			}
			r := record(src)
			require.Eventually(t, func() bool {
				s := src.Stats()
				return s.Received+s.Dropped == count
			}, patience, 10*time.Millisecond)
			s := src.Stats()
			require.Greater(t, s.Dropped, uint64(count/2))
			require.Positive(t, s.Received)
			require.Len(t, r.waitFor(t, int(s.Received)), int(s.Received))
			sent := uint64(count)
			last := func(f capture.Frame) bool { return numberOf(f.Data) == count }
			require.Eventually(t, func() bool { // the first ones may find a block that has not been returned yet
				from.send(numbered(count, 60))
				sent++
				return slices.ContainsFunc(r.all(), last)
			}, patience, 10*time.Millisecond)
			accounted := func() bool { s = src.Stats(); return s.Received+s.Dropped == sent }
			require.Eventually(t, accounted, patience, 10*time.Millisecond)
			require.NoError(t, src.Close())
			require.True(t, accounted(), "closing counts nothing again")
		})
	}
}

// Batches in flight keep their frames until they are reused, with large and small rings, and all packets are counted.
func TestBatchesInFlight(t *testing.T) {
	for name, o := range map[string]Options{
		"large ring": {RingSize: 64 << 16, BlockSize: 1 << 16, BlockTimeout: time.Millisecond},
		"small ring": {RingSize: 4 << 16, BlockSize: 1 << 16, BlockTimeout: time.Millisecond},
		"plain":      {plain: true, RingSize: 1 << 20},
	} {
		t.Run(name, func(t *testing.T) {
			n := newNetwork(t)
			o.Filter, o.Tick = onlyTest, 20*time.Millisecond
			src := n.open(n.b, o, "b0")
			from := n.sender(n.a, "a0")
			const count = 60_000
			sent := make(chan struct{})
			go func() {
				defer close(sent)
				for i := range uint64(count) {
					from.send(numbered(i, 22+int(i%700)))
					if i%64 == 0 {
						runtime.Gosched()
					}
				}
			}()
			var batches [24]capture.Batch
			last, got := -1, uint64(0)
			for i := 0; ; i = (i + 1) % len(batches) {
				checkNumbered(t, &batches[i])
				require.NoError(t, src.Next(context.Background(), &batches[i]))
				got += uint64(len(batches[i].Frames))
				for _, f := range batches[i].Frames {
					require.Greater(t, int(numberOf(f.Data)), last)
					last = int(numberOf(f.Data))
				}
				if s := src.Stats(); len(batches[i].Frames) == 0 && got+s.Dropped == count {
					break
				}
			}
			<-sent
			t.Logf("%d frames received, %d dropped", got, src.Stats().Dropped)
			require.Greater(t, got, uint64(count/20))
		})
	}
}

// A block that a batch keeps stops the ring when it wraps around to it. Packets are then dropped and counted. They
// arrive again after the batch is reset.
func TestKeptBatchStopsRing(t *testing.T) {
	n := newNetwork(t)
	src := n.open(n.b, Options{Filter: onlyTest, RingSize: 8 << 16, BlockSize: 1 << 16, BlockTimeout: time.Millisecond,
		Tick: time.Millisecond}, "b0")
	from := n.sender(n.a, "a0")
	var kept, b capture.Batch
	from.send(numbered(0, 60))
	for len(kept.Frames) == 0 {
		require.NoError(t, src.Next(context.Background(), &kept))
	}
	sent := uint64(1)
	for end := time.Now().Add(patience); src.Stats().Dropped == 0; sent++ {
		require.True(t, time.Now().Before(end))
		from.send(numbered(sent, 1000))
		if sent%20 == 0 {
			require.NoError(t, src.Next(context.Background(), &b))
		}
	}
	checkNumbered(t, &kept)
	require.Len(t, kept.Frames, 1)
	kept.Reset()
	require.Eventually(t, func() bool {
		from.send(numbered(1<<30, 60))
		sent++
		require.NoError(t, src.Next(context.Background(), &b))
		return len(b.Frames) > 0 && numberOf(b.Frames[len(b.Frames)-1].Data) == 1<<30
	}, patience, time.Millisecond)
	require.Eventually(t, func() bool {
		require.NoError(t, src.Next(context.Background(), &b))
		s := src.Stats()
		return s.Received+s.Dropped == sent
	}, patience, time.Millisecond)
}

// Next also waits while a batch keeps the block before the one that the kernel fills.
func TestNextSleepsWhileBlocksAreKept(t *testing.T) {
	n := newNetwork(t)
	src := n.open(n.b, Options{Filter: onlyTest, Tick: 200 * time.Millisecond}, "b0")
	from := n.sender(n.a, "a0")
	var kept, b capture.Batch
	from.send(numbered(0, 60))
	for len(kept.Frames) == 0 {
		require.NoError(t, src.Next(context.Background(), &kept))
	}
	var before, after unix.Rusage
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	require.NoError(t, unix.Getrusage(unix.RUSAGE_THREAD, &before))
	for range 3 {
		require.NoError(t, src.Next(context.Background(), &b))
		require.Empty(t, b.Frames)
	}
	require.NoError(t, unix.Getrusage(unix.RUSAGE_THREAD, &after))
	require.Less(t, int64(after.Nvcsw-before.Nvcsw), int64(100), "a loop around a poll that returns at once")
}

func TestFramesOutliveClose(t *testing.T) {
	n := newNetwork(t)
	src := n.open(n.b, Options{Filter: onlyTest}, "b0")
	r := src.(*source).ports[0].ring
	n.sender(n.a, "a0").send(numbered(1, 500), numbered(2, 500))
	var b, other capture.Batch
	for len(b.Frames) < 2 {
		require.NoError(t, src.Next(context.Background(), &b))
	}
	require.NoError(t, src.Close())
	require.Error(t, src.Next(context.Background(), &other))
	runtime.GC()
	checkNumbered(t, &b)
	require.NotNil(t, r.mem)
	b.Reset()
	require.Nil(t, r.mem, "the ring is unmapped")
}

// The garbage collector frees a ring with forgotten batches.
func TestForgottenBatch(t *testing.T) {
	n := newNetwork(t)
	gone := make(chan struct{})
	func() {
		src := n.openLoose(n.b, Options{Filter: onlyTest}, "b0")
		n.sender(n.a, "a0").send(numbered(1, 500))
		b := new(capture.Batch)
		for len(b.Frames) == 0 {
			require.NoError(t, src.Next(context.Background(), b))
		}
		runtime.AddCleanup(src.(*source).ports[0].ring, func(c chan struct{}) { close(c) }, gone)
		require.NoError(t, src.Close())
	}()
	require.Eventually(t, func() bool {
		runtime.GC()
		select {
		case <-gone:
			return true
		default:
			return false
		}
	}, patience, 10*time.Millisecond)
}

// openLoose is open without a close at the end of the test.
func (n *network) openLoose(ns string, o Options, name string) (src capture.Source) {
	n.in(ns, func() {
		var err error
		src, err = Open([]string{name}, o)
		require.NoError(n.t, err)
	})
	return src
}

func TestPacketsAllocateNothing(t *testing.T) {
	eachReader(t, func(t *testing.T, o Options) {
		n := newNetwork(t)
		o.Filter, o.BlockSize, o.BlockTimeout = onlyTest, 1<<16, time.Millisecond
		src := n.open(n.b, o, "b0")
		from := n.sender(n.a, "a0")
		frame := numbered(1, 1000)
		var batches [4]capture.Batch
		i := 0
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		defer cancel()
		allocs := testing.AllocsPerRun(100, func() {
			for got := 0; got < 200; i++ {
				b := &batches[i%len(batches)]
				if i%len(batches) == 0 { // some packets may be lost on a busy machine
					for range 200 {
						unix.Write(from.fd, frame)
					}
				}
				if src.Next(ctx, b) != nil {
					return
				}
				got += len(b.Frames)
			}
		})
		require.NoError(t, ctx.Err(), "packets were lost on the way")
		require.Less(t, allocs, 1.0, "of 200 packets")
	})
}
