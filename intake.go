package nfstream

import (
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/packet"
)

// intake decodes frames in their order and keeps the clock. One goroutine owns it.
type intake struct {
	decoder *packet.Decoder
	clock   int64  // the latest capture time of any frame
	frames  uint64 // read so far, and the ordinal of the next one
	counts  packet.Counts
}

// maxTime bounds capture times, which captures may claim to be any, so that a timeout can be added: until 2116.
const maxTime = 1 << 62

const beforeAnyPacket = -1 << 63

func newIntake(c *Config) intake {
	return intake{clock: beforeAnyPacket, decoder: packet.NewDecoder(packet.Options{
		Tunnels: c.DecodeTunnels.on(true), AccountIPPadding: c.AccountIPPaddingSize, Hold: true})}
}

// decode reads a frame's headers and reports whether it belongs to a flow. It moves the clock on.
func (n *intake) decode(f *capture.Frame, p *packet.Packet) bool {
	p.Data, p.Time, p.WireLength = f.Data, min(max(f.Time, -maxTime), maxTime), f.Length
	n.clock = max(n.clock, p.Time)
	status := n.decoder.Decode(p, f.Link)
	n.counts.Count(status, p)
	return status == packet.OK
}

// due reports whether release has a packet.
func (n *intake) due() bool { return n.decoder.Due(n.clock) }

// release decodes a frame that the decoder held, and copies it behind buf, which it returns. It reports false where there
// is none that is due.
func (n *intake) release(p *packet.Packet, buf []byte) ([]byte, bool) {
	return n.decoder.Next(p, n.clock, buf, &n.counts)
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
	n.clock = min(clock, maxTime)
	return true
}
