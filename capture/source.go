// Package capture brings packets in: from capture files and readers of every common format, and from whatever a user's
// own Source reads.
package capture

import (
	"context"

	"github.com/nfstream/nfstream-go/packet"
)

// Frame is one captured frame.
type Frame struct {
	Data   []byte          // the captured bytes, borrowed from the Batch
	Time   int64           // nanoseconds since the Unix epoch, at the ends of the range where it would go beyond
	Length uint32          // bytes on the wire; at least len(Data)
	Link   packet.LinkType // what Data begins with
}

// A Source yields frames in the order they were captured.
type Source interface {
	// Next replaces what b holds by further frames, at least one unless it returns an error. A live Source sets b.Clock,
	// and may return without frames and without an error when there has been none for a while, so that its caller sees
	// that time goes on; it waits before it does, so that calling it again and again is no busy loop.
	//
	// The frames that Next leaves in b count even when it returns an error too, and stay valid until the next call with
	// the same b, or its Reset: a Source neither changes their bytes nor reads them, and several batches may be in use
	// at once. The error is io.EOF at the end, that of the context when it is done, or says what failed: errors about
	// captures are a *ReadError and wrap ErrFormat or ErrTruncated where the input is at fault. Once it has returned an
	// error other than that of the context, Next returns the same one again.
	Next(ctx context.Context, b *Batch) error
	// Stats may be called while Next runs.
	Stats() Stats
	Close() error
}

// Stats counts what a Source has seen. In a pcapng capture the lost frames are those of its interface statistics
// blocks, isb_osdrop and isb_ifdrop; the format pcap does not tell. In a live capture InterfaceDropped counts what the
// interface has lost since the Source was opened, which Sources that share an interface all count alike.
type Stats struct {
	Received         uint64 // frames handed out
	Dropped          uint64 // frames lost for want of room in the capture's buffers
	InterfaceDropped uint64 // frames lost by the interface
	Filtered         uint64 // of those received, frames that a Filter has kept back
	ClampedTimes     uint64 // frames whose time int64 nanoseconds do not hold; theirs is the nearest, in 1677 or 2262
	Read, Size       int64  // bytes of input read so far, and in all; Size is 0 where that is unknown
}
