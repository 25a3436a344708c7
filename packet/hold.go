package packet

import (
	"encoding/binary"
	"math"
)

// Bounds of the frames that are held.
const (
	heldFrames = 64
	heldFrame  = 16 << 10       // maximum bytes of a frame
	heldBytes  = 256 << 10      // maximum bytes of all frames
	heldBuffer = 2 << 10        // buffers up to this size are reused
	maxPacket  = math.MaxUint16 // maximum bytes of a reassembled IP packet
)

// held stores copies of frames with fragments that cannot be decoded yet, in arrival order. These are later fragments
// that wait for the first one, and fragments of tunnel packets, which are reassembled.
type held struct {
	frames [heldFrames]heldEntry
	order  [heldFrames]uint8 // indexes into frames: those in use by arrival, then the free ones
	n      int               // in use
	bytes  int
	whole  []byte // a reassembled packet
}

// heldEntry is one held frame.
type heldEntry struct {
	fragmentID
	data  []byte
	time  int64
	wire  uint32
	link  LinkType
	state heldState

	// The captured data of the fragment in the frame, and its place in the packet.
	at, length uint32
	from, to   uint32 // the end is that on the wire
	network    uint32
	last       bool
}

type heldState uint8

const (
	heldWaiting heldState = iota
	heldTunnel            // likewise, the first fragment of a tunnel's packet
	heldReady             // ready to be decoded by itself
	heldWhole             // the first fragment of a complete packet
)

func (h *held) init() {
	for i := range h.order {
		h.order[i] = uint8(i)
	}
}

// at returns the held frame number i in arrival order.
func (h *held) at(i int) *heldEntry { return &h.frames[h.order[i]] }

// remove removes frame number i.
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

// add stores a copy of a frame. The packet p is the fragment in it.
func (h *held) add(f *frame, p *Packet, link LinkType, state heldState) {
	one := &h.frames[h.order[h.n]]
	h.n++
	h.bytes += len(p.Data)
	end := min(uint32(len(f.data)), f.ip.end)
	*one = heldEntry{
		fragmentID: f.fragmentID(p), data: append(one.data[:0], p.Data...), time: p.Time, wire: p.WireLength, link: link,
		state: state, at: f.ip.at, length: end - min(end, f.ip.at), from: f.ip.offset,
		to: f.ip.offset + f.ip.end - f.ip.at, network: p.Network, last: !f.ip.more,
	}
}

// setState moves the frames of a packet from one state to another.
func (h *held) setState(id *fragmentID, from, to heldState) {
	for i := range h.n {
		if one := h.at(i); one.state == from && one.fragmentID == *id {
			one.state = to
		}
	}
}

// complete marks the first fragment of a tunnel packet if all fragments are held.
func (h *held) complete(id *fragmentID) bool {
	var first *heldEntry
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

// covers reports whether the captured fragments of a packet cover its first total bytes without a gap before the end.
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

// assemble reassembles the packet of the first fragment one, after the headers of its frame. The time is that of the
// fragment that arrived last. The wire length is the sum of all frames.
func (h *held) assemble(one *heldEntry, p *Packet) (frames int) {
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
		h.whole = grow(h.whole, int(one.at+end))
		copy(h.whole[one.at+part.from:], part.data[part.at:part.at+part.length])
		p.WireLength, p.Time = saturatingAdd(p.WireLength, part.wire), part.time
		frames++
	}
	h.whole = h.whole[:one.at+min(end, total)]
	h.unfragment(one, total)
	return frames
}

// removeAll removes the fragments of a packet.
func (h *held) removeAll(id fragmentID) {
	for i := h.n - 1; i >= 0; i-- {
		if h.at(i).fragmentID == id {
			h.remove(i)
		}
	}
}

// grow returns b with a length of at least n bytes.
func grow(b []byte, n int) []byte {
	for len(b) < n {
		b = append(b, 0)
	}
	return b
}

// unfragment rewrites the IP header of a first fragment to that of the whole packet.
func (h *held) unfragment(one *heldEntry, total uint32) {
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
