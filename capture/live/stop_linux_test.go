package live

import (
	"context"
	"io"
	"testing"
	"time"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/stretchr/testify/require"
)

// witness records frames next to the sources of a test, to detect when all have passed.
func (n *network) witness(o Options) *recorder {
	o.RingSize = 64 << 20
	return record(n.open(n.b, o, "b0"))
}

// drainAll reads stopped sources to their ends and returns the number of frames.
func drainAll(t *testing.T, all []capture.Source) (frames uint64) {
	t.Helper()
	for _, src := range all {
		var b capture.Batch
		for {
			err := src.Next(context.Background(), &b)
			frames += uint64(len(b.Frames))
			if err == io.EOF {
				break
			}
			require.NoError(t, err)
		}
		require.ErrorIs(t, src.Next(context.Background(), &b), io.EOF)
	}
	return frames
}

// Packets received before Stop are returned, later ones are not. Each sent packet is returned or counted as dropped.
func TestStop(t *testing.T) {
	eachReader(t, func(t *testing.T, o Options) {
		for _, sources := range []int{1, 2} {
			for _, ring := range []int{512 << 10, 64 << 20} {
				n := newNetwork(t)
				o.Filter, o.RingSize = onlyTest, ring
				all := n.openShared(n.b, sources, o, "b0")
				seen, from := n.witness(o), n.sender(n.a, "a0")
				const count = 3000
				for i := range uint64(count) {
					from.send(numbered(i, 60+int(i%1400)))
				}
				seen.waitFor(t, count)
				for _, src := range all {
					src.(capture.Stopper).Stop(patience)
				}
				frames := drainAll(t, all)
				from.send(numbered(count, 60))
				seen.waitFor(t, count+1)
				var sum capture.Stats
				for _, src := range all {
					require.NoError(t, src.Close())
					s := src.Stats()
					sum.Received += s.Received
					sum.Dropped += s.Dropped
					require.Zero(t, s.InterfaceDropped, "frames that no protocol wants are no loss")
				}
				require.Equal(t, frames, sum.Received)
				require.EqualValues(t, count, sum.Received+sum.Dropped)
				if ring > 8<<20 && !o.plain {
					require.Zero(t, sum.Dropped)
				}
			}
		}
	})
}

// Unread frames are dropped and counted after the deadline of Stop, and if the deadline is 0.
func TestUnreadFramesAreDropped(t *testing.T) {
	eachReader(t, func(t *testing.T, o Options) {
		n := newNetwork(t)
		o.Filter = onlyTest
		late, closed := n.open(n.b, o, "b0"), n.open(n.b, o, "b0")
		seen, from := n.witness(o), n.sender(n.a, "a0")
		const count = 500
		for i := range uint64(count) {
			from.send(numbered(i, 100))
		}
		seen.waitFor(t, count)
		late.(capture.Stopper).Stop(time.Nanosecond)
		drainAll(t, []capture.Source{late})
		for _, src := range []capture.Source{late, closed} {
			require.NoError(t, src.Close())
			s := src.Stats()
			require.EqualValues(t, count, s.Received+s.Dropped)
		}
		require.EqualValues(t, count, closed.Stats().Dropped)
	})
}

// Stop ends a Next that waits.
func TestStopEndsNext(t *testing.T) {
	eachReader(t, func(t *testing.T, o Options) {
		n := newNetwork(t)
		o.Filter, o.Tick = onlyTest, time.Hour
		src := n.open(n.b, o, "b0")
		r := record(src)
		n.sender(n.a, "a0").send(numbered(1, 60))
		r.waitFor(t, 1)
		src.(capture.Stopper).Stop(time.Hour)
		<-r.ended
		require.ErrorIs(t, r.err, io.EOF)
	})
}
