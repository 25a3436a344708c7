package capture_test

import (
	"context"
	"fmt"
	"io"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/packet"
)

// ticker is a Source of one frame a second.
type ticker struct {
	sent, count int64
}

func (s *ticker) Next(ctx context.Context, b *capture.Batch) error {
	b.Reset()
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.sent == s.count {
		return io.EOF
	}
	frame := []byte{0x45, 0, 0, 20}
	b.Append(capture.Frame{Data: frame, Time: s.sent * 1e9, Length: 20, Link: packet.LinkRaw})
	s.sent++
	return nil
}

func (s *ticker) Stats() capture.Stats { return capture.Stats{Received: uint64(s.sent)} }

func (s *ticker) Close() error { return nil }

// A custom Source has three methods: Next, Stats and Close.
func ExampleSource() {
	var src capture.Source = capture.Limit(&ticker{count: 3}, 2)
	defer src.Close()
	var b capture.Batch
	for src.Next(context.Background(), &b) == nil {
		for _, f := range b.Frames {
			fmt.Printf("%d ns: % x of %d bytes\n", f.Time, f.Data, f.Length)
		}
	}
	fmt.Println(src.Stats().Received, "frames")
	// Output:
	// 0 ns: 45 00 of 20 bytes
	// 1000000000 ns: 45 00 of 20 bytes
	// 2000000000 ns: 45 00 of 20 bytes
	// 3 frames
}
