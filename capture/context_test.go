package capture

import (
	"bytes"
	"context"
	"io"
	"net"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestNextOfDoneContext(t *testing.T) {
	src, err := NewReader(bytes.NewReader(pcapOf(1, 60)))
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	require.Equal(t, context.Canceled, src.Next(ctx, &Batch{}))
	got, err := collect(src)
	require.Equal(t, io.EOF, err)
	require.Len(t, got, 1)
}

// pipes returns both ends of the connections that a live capture may use.
var pipes = map[string]func(*testing.T) (io.Reader, io.WriteCloser){
	"pipe": func(t *testing.T) (io.Reader, io.WriteCloser) {
		r, w, err := os.Pipe()
		require.NoError(t, err)
		return r, w
	},
	"connection": func(*testing.T) (io.Reader, io.WriteCloser) {
		r, w := net.Pipe()
		return r, w
	},
}

func TestContextInterruptsBlockedRead(t *testing.T) {
	capture := pcapOf(2, 60)
	for name, pipe := range pipes {
		t.Run(name, func(t *testing.T) {
			r, w := pipe(t)
			go w.Write(capture[:24+76+10])
			src, err := NewReader(r)
			require.NoError(t, err)
			var b Batch
			require.NoError(t, src.Next(context.Background(), &b))
			require.Len(t, b.Frames, 1)
			ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
			defer cancel()
			require.Equal(t, context.DeadlineExceeded, nextUntilError(ctx, src, &b))
			go func() {
				w.Write(capture[24+76+10:])
				w.Close()
			}()
			got, err := collect(src)
			require.Equal(t, io.EOF, err)
			require.Len(t, got, 1)
		})
	}
}

func nextUntilError(ctx context.Context, src Source, b *Batch) error {
	for {
		if err := src.Next(ctx, b); err != nil {
			return err
		}
	}
}

func TestPacketsOfPipeAreNotHeldBack(t *testing.T) {
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer w.Close()
	go w.Write(pcapOf(3, 60))
	src, err := NewReader(r)
	require.NoError(t, err)
	var b Batch
	for n := 0; n < 3; n += len(b.Frames) {
		require.NoError(t, src.Next(context.Background(), &b))
	}
}

func TestContextInterruptsStandardInput(t *testing.T) {
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer swapStdin(r)()
	src, err := Open("-")
	require.NoError(t, err)
	defer src.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	require.Equal(t, context.DeadlineExceeded, src.Next(ctx, &Batch{}))
	go func() {
		w.Write(pcapOf(3, 60))
		w.Close()
	}()
	got, err := collect(src)
	require.Equal(t, io.EOF, err)
	require.Len(t, got, 3)
}

func TestStatsWhileReading(t *testing.T) {
	src, err := NewReader(bytes.NewReader(pcapOf(20_000, 60)))
	require.NoError(t, err)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for src.Stats().Received < 20_000 {
			time.Sleep(time.Millisecond)
		}
	}()
	_, err = collect(src)
	require.Equal(t, io.EOF, err)
	<-done
}
