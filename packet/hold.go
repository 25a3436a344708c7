package packet

import (
	"encoding/binary"
	"math"
)

// Bounds of the frames that wait for other fragments of their packet.
const (
	heldFrames = 64
	heldFrame  = 16 << 10       // bytes of one at most
	heldBytes  = 256 << 10      // bytes of all
	heldBuffer = 2 << 10        // memory of this size is kept for the next frame
	maxPacket  = math.MaxUint16 // bytes of an IP packet that is put together
)

// held are copies of frames with fragments that cannot be decoded yet, in the order in which they came: later ones whose
// first one has not come, and those of a tunnel's packet, which are put together.
type held struct {
	frames [heldFrames]heldOne
	order  [heldFrames]uint8 // indexes of frames: those in use by arrival, then the free ones
	n      int               // in use
	bytes  int
	whole  []byte // a packet that was put together
}

// heldOne is one frame.
type heldOne struct {
	fragmentID
	data  []byte
	time  int64
	wire  uint32
	link  LinkType
	state heldState

	// Where the fragment's data is in the frame, as far as it was captured, and where it belongs in the packet.
	at, length uint32
	from, to   uint32 // to: as long as the fragment was on the wire
	network    uint32
	last       bool
}

type heldState uint8

const (
	heldWaiting heldState = iota
	heldTunnel            // likewise, the first fragment of a tunnel's packet
	heldReady             // to be decoded by itself
	heldWhole             // a first fragment all others of which are there
)

func (h *held) init() {
	for i := range h.order {
		h.order[i] = uint8(i)
	}
}

// at returns the frame that came as number i of those in use.
func (h *held) at(i int) *heldOne { return &h.frames[h.order[i]] }

// remove takes out number i.
func (h *held) remove(i int) {
	slot := h.order[i]
	one := &h.frames[slot]
	h.bytes -= len(one.data)
	if cap(one.data) > heldBuffer {
		one.data = nil
	}
	copy(h.order[i:h.n], h.order[i+1:h.n])
	h.n--
	h.order[h.n] = slot
}

// add keeps a copy of a frame, whose packet is at its fragment.
func (h *held) add(f *frame, p *Packet, link LinkType, state heldState) {
	one := &h.frames[h.order[h.n]]
	h.n++
	h.bytes += len(p.Data)
	end := min(uint32(len(f.data)), f.ip.end)
	*one = heldOne{
		fragmentID: f.fragmentID(p), data: append(one.data[:0], p.Data...), time: p.Time, wire: p.WireLength, link: link,
		state: state, at: f.ip.at, length: end - min(end, f.ip.at), from: f.ip.offset,
		to: f.ip.offset + f.ip.end - f.ip.at, network: p.Network, last: !f.ip.more,
	}
}

// claim moves those of a packet from one state to another.
func (h *held) claim(id *fragmentID, from, to heldState) {
	for i := range h.n {
		if one := h.at(i); one.state == from && one.fragmentID == *id {
			one.state = to
		}
	}
}

// complete marks the first fragment of a tunnel's packet if all of the packet is there.
func (h *held) complete(id *fragmentID) bool {
	var first *heldOne
	var total, sum uint32
	for i := range h.n {
		one := h.at(i)
		if one.fragmentID != *id {
			continue
		}
		sum += one.to - one.from
		if one.state == heldTunnel {
			first = one
		}
		if one.last {
			total = one.to
		}
	}
	if first == nil || total == 0 || sum < total || first.at-first.network+total > maxPacket || !h.covers(id, total) {
		return false
	}
	first.state = heldWhole
	return true
}

// covers reports whether the captured fragments of a packet leave no gap in its first total bytes, but at the end.
func (h *held) covers(id *fragmentID, total uint32) bool {
	reach := uint32(0)
	for again := true; again && reach < total; {
		again = false
		for i := range h.n {
			one := h.at(i)
			end := one.from + one.length
			if one.last {
				end = one.to
			}
			if one.fragmentID == *id && one.from <= reach && end > reach {
				reach, again = end, true
			}
		}
	}
	return reach >= total
}

// assemble puts the packet of the first fragment one together, behind the headers of its frame. The time is that of the
// fragment that came last, and the length on the wire that of all frames.
func (h *held) assemble(one *heldOne, p *Packet) (frames int) {
	h.whole = append(h.whole[:0], one.data[:one.at]...)
	total, end := uint32(0), uint32(0)
	p.WireLength = 0
	for i := range h.n {
		part := h.at(i)
		if part.fragmentID != one.fragmentID {
			continue
		}
		if part.last {
			total = part.to
		}
		end = max(end, part.from+part.length)
		h.whole = grown(h.whole, int(one.at+end))
		copy(h.whole[one.at+part.from:], part.data[part.at:part.at+part.length])
		p.WireLength, p.Time = saturatingAdd(p.WireLength, part.wire), part.time
		frames++
	}
	h.whole = h.whole[:one.at+min(end, total)]
	h.unfragment(one, total)
	return frames
}

// removeAll takes out the fragments of a packet.
func (h *held) removeAll(id fragmentID) {
	for i := h.n - 1; i >= 0; i-- {
		if h.at(i).fragmentID == id {
			h.remove(i)
		}
	}
}

// grown returns b with at least n bytes.
func grown(b []byte, n int) []byte {
	for len(b) < n {
		b = append(b, 0)
	}
	return b
}

// unfragment makes the IP header of a first fragment that of the whole packet.
func (h *held) unfragment(one *heldOne, total uint32) {
	ip := h.whole[one.network:one.at]
	size := uint16(one.at - one.network + total)
	if one.ver == 4 {
		binary.BigEndian.PutUint16(ip[2:], size)
		binary.BigEndian.PutUint16(ip[6:], 0)
		return
	}
	binary.BigEndian.PutUint16(ip[4:], size-ipv6Length)
	binary.BigEndian.PutUint16(ip[len(ip)-ipv6FragmentLength+2:], 0)
}
