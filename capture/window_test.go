package capture

import (
	"bytes"
	"context"
	"io"
	"runtime"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"
)

func TestSameFramesHoweverTheInputArrives(t *testing.T) {
	for name, capture := range map[string][]byte{"pcap": pcapOf(5000, 60), "pcapng": pcapngOf(5000, 60)} {
		want := frames(t, capture)
		require.Len(t, want, 5000)
		for _, wrap := range []func(io.Reader) io.Reader{
			iotest.OneByteReader, iotest.HalfReader, iotest.DataErrReader, sevens,
		} {
			src, err := NewReader(wrap(bytes.NewReader(capture)))
			require.NoError(t, err)
			got, err := collect(src)
			require.Equal(t, io.EOF, err)
			require.Equal(t, want, got, name)
		}
	}
}

type chunks struct {
	r io.Reader
	n int
}

func (c chunks) Read(p []byte) (int, error) { return c.r.Read(p[:min(len(p), c.n)]) }

func sevens(r io.Reader) io.Reader { return chunks{r, 7777} }

func TestBatchesAreBoundedAndIndependent(t *testing.T) {
	capture := pcapOf(5000, 200)
	src, err := NewReader(bytes.NewReader(capture))
	require.NoError(t, err)
	var batches []*Batch
	for {
		b := &Batch{}
		if err := src.Next(context.Background(), b); err != nil {
			require.Equal(t, io.EOF, err)
			break
		}
		require.LessOrEqual(t, len(b.Frames), maxFrames)
		batches = append(batches, b)
	}
	n := 0
	for _, b := range batches {
		for _, f := range b.Frames {
			require.Equal(t, ramp(200), f.Data)
			n++
		}
	}
	require.Equal(t, 5000, n)
}

func TestLongRecord(t *testing.T) {
	for _, size := range []int{blockSize - 16, blockSize, blockSize + 1, 3 << 20, maxRecord} {
		capture := append(pcapOf(10, size)[:24+2*(16+size)], pcapOf(1, 60)[24:]...)
		got := frames(t, capture)
		require.Len(t, got, 3)
		require.Len(t, got[0].Data, size)
		require.Equal(t, capture[24+16:24+16+size], got[1].Data)
		require.Equal(t, ramp(60), got[2].Data)
	}
}

func TestHostileLengthAllocatesNothing(t *testing.T) {
	capture := pcapOf(1, 60)
	copy(capture[24+8:], []byte{0, 0, 0, 1})
	used := allocated(func() {
		_, err := collectBytes(t, capture)
		require.ErrorIs(t, err, ErrTruncated)
	})
	require.Less(t, used, uint64(1<<20))
}

func TestUnknownBlockIsNotHeld(t *testing.T) {
	w := (&builder{byteOrderAppender: orders["little"]}).sectionHeader().iface(1, 0, nil).enhanced(0, 0, 3, ramp(3))
	n := uint32(64 << 20)
	start := w.u32(0xbad, n).b
	end := w.part().u32(n).enhanced(0, 0, 3, ramp(3)).b
	zeros := io.LimitReader(zeroReader{}, int64(n)-minBlock)
	used := allocated(func() {
		src, err := NewReader(io.MultiReader(bytes.NewReader(start), zeros, bytes.NewReader(end)))
		require.NoError(t, err)
		got, err := collect(src)
		require.Equal(t, io.EOF, err)
		require.Len(t, got, 2)
	})
	require.Less(t, used, uint64(2<<20))
}

type zeroReader struct{}

func (zeroReader) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// allocated returns the number of bytes that f allocates.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func TestNextDoesNotAllocate(t *testing.T) {
	for name, capture := range map[string][]byte{"pcap": pcapOf(300_000, 100), "pcapng": pcapngOf(300_000, 100)} {
		src, err := NewReader(bytes.NewReader(capture))
		require.NoError(t, err)
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		var b Batch
		next := func() {
			if err := src.Next(ctx, &b); err != nil || len(b.Frames) == 0 {
				t.Fatalf("%d frames, %v", len(b.Frames), err)
			}
		}
		for range 20 {
			next()
		}
		require.Zero(t, testing.AllocsPerRun(100, next), name)
	}
}

type stuck struct{}

func (stuck) Read([]byte) (int, error) { return 0, nil }

func TestReaderThatBringsNothing(t *testing.T) {
	_, err := NewReader(stuck{})
	require.ErrorIs(t, err, io.ErrNoProgress)
	src, err := NewReader(io.MultiReader(bytes.NewReader(pcapOf(1, 60)), stuck{}))
	require.NoError(t, err)
	got, err := collect(src)
	require.Len(t, got, 1)
	require.ErrorIs(t, err, io.ErrNoProgress)
	require.NotErrorIs(t, err, ErrFormat)
}

func TestErrorOfReaderIsKept(t *testing.T) {
	src, err := NewReader(io.MultiReader(bytes.NewReader(pcapOf(1, 60)), iotest.ErrReader(io.ErrClosedPipe)))
	require.NoError(t, err)
	got, err := collect(src)
	require.Len(t, got, 1)
	require.ErrorIs(t, err, io.ErrClosedPipe)
	require.Equal(t, err, src.Next(context.Background(), &Batch{}))
}
