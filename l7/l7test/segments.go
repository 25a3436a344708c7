package l7test

import (
	"bytes"
	"testing"

	"github.com/nfstream/nfstream-go/packet"
)

// direction puts the segments of one direction in order. It stops at bytes that never came.
type direction struct {
	next    uint32
	synced  bool
	pending map[uint32][]byte
}

// push takes a segment and calls f with every part that is next in order.
func (d *direction) push(p *packet.Packet, f func([]byte)) {
	data, seq := p.TransportPayload(), p.Seq
	switch {
	case p.Flags&packet.SYN != 0:
		*d = direction{next: seq + 1, synced: true}
		return
	case len(data) == 0:
		return
	case !d.synced:
		d.next, d.synced = seq, true
	}
	for ok := true; ok; {
		if behind := int32(d.next - seq); behind >= 0 && int(behind) < len(data) {
			f(data[behind:])
			d.next += uint32(len(data) - int(behind))
		} else if behind < 0 && len(d.pending) < 64 {
			d.hold(seq, data)
		}
		seq, data, ok = d.take()
	}
}

func (d *direction) hold(seq uint32, data []byte) {
	if d.pending == nil {
		d.pending = map[uint32][]byte{}
	}
	d.pending[seq] = bytes.Clone(data)
}

// take returns a pending segment that is not beyond what is next.
func (d *direction) take() (uint32, []byte, bool) {
	for seq, data := range d.pending {
		if int32(d.next-seq) >= 0 {
			delete(d.pending, seq)
			return seq, data, true
		}
	}
	return 0, nil, false
}

// InOrder calls f with the bytes of every TCP connection of a capture, in order in each direction.
func InOrder(t testing.TB, path string, f func(Ends, []byte)) {
	t.Helper()
	directions := map[Ends]*direction{}
	Packets(t, path, func(p *packet.Packet) {
		if p.Key.Proto != 6 {
			return
		}
		e := EndsOf(p)
		if directions[e] == nil {
			directions[e] = &direction{}
		}
		directions[e].push(p, func(data []byte) { f(e, data) })
	})
}
