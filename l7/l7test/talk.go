package l7test

import (
	"math/rand/v2"

	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/packet"
)

// Talk is a flow that a test makes up and an engine, which others may share, inspects. Once the flow is decided, what
// is said is not shown to the engine any more. It allocates nothing itself.
type Talk struct {
	Flow     l7.Flow
	Metadata *metadata.Set
	Key      flowkey.Key // end A is the flow's source; the ports may be changed before the first word
	Middle   bool        // the begin of the connection was not captured

	engine *l7.Engine
	seq    [2]uint32 // of the next byte of a direction, from 0
	packet packet.Packet
}

// NewTalk returns a TCP connection, or a flow of datagrams for l7.UDP, in which nothing was said yet.
func NewTalk(e *l7.Engine, on l7.Transport, srcPort, dstPort uint16) *Talk {
	k := &Talk{engine: e, Key: flowkey.Key{Proto: 6, Ver: 4, PortA: srcPort, PortB: dstPort}}
	if on == l7.UDP {
		k.Key.Proto = 17
	}
	return k
}

// Reset begins another flow of the same key, on the same engine. The one before is to have ended or to be decided.
func (k *Talk) Reset() { k.Flow, k.Metadata, k.seq = l7.Flow{}, nil, [2]uint32{} }

// Say sends bytes, if any, in one segment or datagram: in direction 0 from the flow's source, in 1 back.
func (k *Talk) Say(dir uint8, data []byte) {
	if len(data) > 0 {
		k.Segments(dir, data, len(data))
	}
}

// Turns lets either side speak in turn, the source first. An empty text passes.
func (k *Talk) Turns(texts ...string) {
	for i, text := range texts {
		k.Say(uint8(i&1), []byte(text))
	}
}

// Segments sends bytes in segments of a size, of which the last has the PSH flag.
func (k *Talk) Segments(dir uint8, data []byte, size int) {
	k.cut(dir, data, func() int { return size })
}

// Split sends bytes in segments of random sizes, of which the last has the PSH flag.
func (k *Talk) Split(r *rand.Rand, dir uint8, data []byte) {
	k.cut(dir, data, func() int { return 1 + r.IntN(1+r.IntN(300)) })
}

func (k *Talk) cut(dir uint8, data []byte, size func() int) {
	for len(data) > 0 {
		n := min(size(), len(data))
		flags := packet.ACK
		if n == len(data) {
			flags |= packet.PSH
		}
		k.send(dir, k.seq[dir], data[:n], n, flags)
		k.seq[dir] += uint32(n)
		data = data[n:]
	}
}

// Step sends a segment that begins at a distance from the direction's first byte. Its payload has a length of which
// data is what was captured. What Say sends next does not depend on it.
func (k *Talk) Step(dir uint8, seq uint32, data []byte, length int) {
	k.send(dir, seq, data, length, packet.ACK|packet.PSH)
}

func (k *Talk) send(dir uint8, seq uint32, data []byte, length int, flags uint8) {
	if !k.Flow.Wants(dir) {
		return
	}
	k.packet = packet.Packet{Data: data, Direction: dir, Reverse: dir != 0, Key: k.Key, Seq: seq,
		Flags: flags, WireLength: uint32(headers + length), End: uint32(len(data)), PayloadLength: uint32(length)}
	k.engine.Step(&k.Flow, &k.Metadata, &k.packet, l7.Origin{Begin: !k.Middle})
}

// headers is more than the least frame has, so that no payload is taken for padding.
const headers = 64

// End ends the flow.
func (k *Talk) End() { k.engine.End(&k.Flow, &k.Metadata, &k.Key) }
