// Package capture reads packets from capture files and readers: Open opens files, folders and standard input,
// NewReader reads from an io.Reader. A program can implement Source for other inputs. Package capture/live captures
// on interfaces.
package capture

import (
	"context"

	"github.com/nfstream/nfstream-go/packet"
)

// Frame is one captured frame.
type Frame struct {
	Data   []byte          // the captured bytes, borrowed from the Batch
	Time   int64           // nanoseconds since the Unix epoch, clamped to the range of int64
	Length uint32          // bytes on the wire; at least len(Data)
	Link   packet.LinkType // link type of Data
}

// A Source yields frames in the order they were captured.
type Source interface {
	// Next replaces the frames of b by the next ones, at least one unless it returns an error. A live Source sets
	// b.Clock. It may return without frames and without an error after waiting a while, so that the caller sees time
	// pass.
	//
	// The frames in b are valid even if Next also returns an error. They stay valid until the next call with the same
	// b, or until its Reset: a Source neither changes nor reads their bytes. Several batches may be in use at once.
	// Next returns io.EOF at the end, the error of the context when it is done, or another error. Errors about
	// captures are of type *ReadError and wrap ErrFormat or ErrTruncated if the input is invalid. After an error
	// other than that of the context, Next returns the same error again.
	Next(ctx context.Context, b *Batch) error
	// Stats may be called while Next runs.
	Stats() Stats
	Close() error
}

// Stats are the counters of a Source. A pcapng capture records lost frames in interface statistics blocks
// (isb_osdrop, isb_ifdrop); a pcap capture does not. In a live capture InterfaceDropped counts the frames that the
// interface has lost since the Source was opened. Sources that share an interface report the same number.
type Stats struct {
	Received         uint64 // frames returned
	Dropped          uint64 // frames lost because the capture's buffers were full
	InterfaceDropped uint64 // frames lost by the interface
	Filtered         uint64 // received frames that a Filter dropped
	ClampedTimes     uint64 // frames with a time beyond int64 nanoseconds (1677 to 2262), which was clamped
	Read, Size       int64  // bytes of input read so far and in total; Size is 0 if unknown
}
