package nfstream

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
	return intake{clock: beforeAnyPacket, ignored: c.ignored(), ignores: c.IgnoreVLAN || c.IgnoreTunnel,
		decoder: packet.NewDecoder(packet.Options{
			Tunnels: c.DecodeTunnels.on(true), AccountIPPadding: c.AccountIPPaddingSize, Hold: true})}
}

// decode reads a frame's headers and reports whether it belongs to a flow. It moves the clock on.
func (n *intake) decode(f *capture.Frame, p *packet.Packet) bool {
	p.Data, p.Time, p.WireLength = f.Data, f.Time, f.Length
	n.clock = max(n.clock, min(p.Time, table.Never-1))
	status := n.decoder.Decode(p, f.Link)
	n.counts.Count(status, p)
	if status == packet.OK {
		n.rehash(p)
	}
	return status == packet.OK
}

// rehash makes the hash of a packet that of the key by which its flow is found.
func (n *intake) rehash(p *packet.Packet) {
	if n.ignores {
		p.Hash = p.Key.HashWithout(n.ignored)
	}
}

// due reports whether release has a packet.
func (n *intake) due() bool { return n.decoder.Due(n.clock) }

// release decodes a frame that the decoder held, and copies it behind buf, which it returns. It reports false where there
// is none that is due.
func (n *intake) release(p *packet.Packet, buf []byte) ([]byte, bool) {
	buf, ok := n.decoder.Next(p, n.clock, buf, &n.counts)
	if ok {
		n.rehash(p)
	}
	return buf, ok
}

// maxReleased is how much memory for frames that were held is kept for the next ones.
const maxReleased = 1 << 19

// emptied returns buf without what it held.
func emptied(buf []byte) []byte {
	if cap(buf) > maxReleased {
		return nil
	}
	return buf[:0]
}

// tick moves the clock on to that of a live source, and reports whether it did: then that counts as a frame, which ends
// what is due.
func (n *intake) tick(clock int64) bool {
	if clock == 0 || clock <= n.clock {
		return false
	}
	n.clock = min(clock, table.Never-1)
	return true
}
