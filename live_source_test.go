package nfstream_test

import (
	"context"
	"io"
	"sync/atomic"
	"testing"

	nfstream "github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/stretchr/testify/require"
)

// livelySource brings the frames of another Source as a live one does: with batches of none between them, in memory
// that it lends and overwrites when it is given back.
type livelySource struct {
	capture.Source
	calls int
	quiet int // empty batches at the end
	size  int // frames of a batch

	rest  []capture.Frame
	lent  atomic.Int64 // blocks that batches hold
	most  int64        // of them at the last empty batch
	ended error
}

func (s *livelySource) Next(ctx context.Context, b *capture.Batch) error {
	b.Reset()
	if s.calls++; s.calls%3 == 0 {
		return nil
	}
	if len(s.rest) == 0 && s.ended == nil {
		var own capture.Batch
		s.ended = s.Source.Next(ctx, &own)
		s.rest = own.Frames
	}
	if len(s.rest) == 0 && s.quiet > 0 {
		s.quiet--
		s.most = s.lent.Load()
		return nil
	}
	if len(s.rest) == 0 {
		return s.ended
	}
	n := min(s.size, len(s.rest))
	s.lend(b, s.rest[:n])
	s.rest = s.rest[n:]
	return nil
}

func (s *livelySource) lend(b *capture.Batch, frames []capture.Frame) {
	var memory []byte
	for _, f := range frames {
		memory = append(memory, f.Data...)
	}
	at := 0
	for _, f := range frames {
		f.Data = memory[at : at+len(f.Data) : at+len(f.Data)]
		at += len(f.Data)
		b.Frames = append(b.Frames, f)
	}
	s.lent.Add(1)
	b.Borrow(func() {
		clear(memory)
		s.lent.Add(-1)
	})
}

func TestEmptyBatchesAndLentMemory(t *testing.T) {
	const path = "testdata/web.pcap"
	want := textOf(t, func() capture.Source { return openCapture(t, path) }, 1)
	require.NotEmpty(t, want)
	for _, workers := range []int{1, 2, 3} {
		for _, size := range []int{1, 7, 130} {
			var src *livelySource
			got := textOf(t, func() capture.Source {
				src = &livelySource{Source: openCapture(t, path), size: size, quiet: 20}
				return src
			}, workers)
			require.Equal(t, want, got, "%d workers, batches of %d", workers, size)
			require.Equal(t, io.EOF, src.ended)
			require.Zero(t, src.most, "batches of a quiet Source hold no memory of it")
		}
	}
}

func openCapture(t *testing.T, path string) capture.Source {
	src, err := capture.OpenFile(path)
	require.NoError(t, err)
	return src
}

func textOf(t *testing.T, open func() capture.Source, workers int) (rows []string) {
	s, err := nfstream.New(open(), nfstream.Config{Workers: workers, Statistics: true})
	require.NoError(t, err)
	defer s.Close()
	for f, err := range s.Flows(t.Context()) {
		require.NoError(t, err)
		var row []byte
		for _, c := range s.Columns() {
			row = append(c.AppendText(row, f), '|')
		}
		rows = append(rows, string(row))
	}
	return rows
}
