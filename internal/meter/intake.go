package meter

import (
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/nfstream/nfstream-go/table"
)

// intake decodes frames in their order and keeps the clock. One goroutine owns it.
type intake struct {
	decoder *packet.Decoder
	clock   int64  // the latest capture time of any frame, before table.Never
	frames  uint64 // read so far, and the ordinal of the next one
	counts  packet.Counts
	ignored flowkey.Ignored
	ignores bool // parts of keys
}

const beforeAnyPacket = -1 << 63

func newIntake(c *Config) intake {
	ignored := c.Table.Ignored
	return intake{clock: beforeAnyPacket, ignored: ignored, ignores: ignored != flowkey.Ignored{},
		decoder: packet.NewDecoder(c.Decoder)}
}

// decode reads a frame's headers and reports whether it belongs to a flow. It moves the clock on.
func (n *intake) decode(f *capture.Frame, p *packet.Packet) bool {
	p.Data, p.Time, p.WireLength, p.Link = f.Data, f.Time, f.Length, f.Link
	n.clock = max(n.clock, min(p.Time, table.Never-1))
	status := n.decoder.Decode(p, f.Link)
	n.counts.Count(status, p)
	if status == packet.OK {
		n.rehash(p)
	}
	return status == packet.OK
}

// rehash gives a packet the hash of the key by which its flow is found.
func (n *intake) rehash(p *packet.Packet) {
	if n.ignores {
		p.Hash = p.Key.HashWithout(n.ignored)
	}
}

// due reports whether release has a packet.
func (n *intake) due() bool { return n.decoder.Due(n.clock) }

// release decodes a frame that the decoder held, and appends it to buf, which it returns. It reports false if no frame is
// due.
func (n *intake) release(p *packet.Packet, buf []byte) ([]byte, bool) {
	buf, ok := n.decoder.Next(p, n.clock, buf, &n.counts)
	if ok {
		n.rehash(p)
	}
	return buf, ok
}

// maxReleased bounds the buffer of released frames that is kept, in bytes.
const maxReleased = 1 << 19

// emptied returns buf with length 0, nil if it is too large to keep.
func emptied(buf []byte) []byte {
	if cap(buf) > maxReleased {
		return nil
	}
	return buf[:0]
}

// tick moves the clock on to that of a live source, and reports whether it did. A tick counts as a frame, which ends the
// flows that are due.
func (n *intake) tick(clock int64) bool {
	if clock == 0 || clock <= n.clock {
		return false
	}
	n.clock = min(clock, table.Never-1)
	return true
}
