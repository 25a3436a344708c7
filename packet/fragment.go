package packet

import (
	"math"
	"time"
)

// Bounds of the fragment cache.
const (
	fragmentSets    = 256 // a power of two
	fragmentWays    = 4
	fragmentTimeout = int64(30 * time.Second)
)

// fragmentID identifies the packet of a fragment (RFC 791, section 3.2; RFC 8200, section 4.5), its VLAN and its
// tunnel.
type fragmentID struct {
	src, dst [16]byte
	id       uint32
	tunnel   uint32
	vlan     uint16
	proto    uint8
	ver      uint8
}

// fragmentEntry records the protocol and ports of a packet's first fragment.
type fragmentEntry struct {
	fragmentID
	time             int64
	srcPort, dstPort uint16
	transport        uint8
	used             bool
	held             bool // the first fragment waits for the others
}

// fragmentCache records the most recent first fragments.
type fragmentCache [fragmentSets][fragmentWays]fragmentEntry

// fragments is the state of fragmented packets of a Decoder.
type fragments struct {
	first fragmentCache
	held  held
}

// useFragments allocates the state at the first fragment.
func (d *Decoder) useFragments() {
	if d.fragments == nil {
		d.fragments = new(fragments)
		d.fragments.held.init()
	}
}

func (f *frame) fragmentID(p *Packet) fragmentID {
	return fragmentID{
		src: p.Key.A, dst: p.Key.B, id: f.ip.id, tunnel: p.Key.Tunnel,
		vlan: p.Key.VLAN, proto: f.ip.proto, ver: p.Key.Ver,
	}
}

// set returns the index of the cache set of the packet.
func (i *fragmentID) set(p *Packet) uint64 {
	k := p.Key
	k.PortA, k.PortB = uint16(i.id>>16), uint16(i.id)
	k.Proto = i.proto
	return k.Hash() % fragmentSets
}

func (e *fragmentEntry) fresh(now int64) bool {
	age := now - e.time
	return e.used && -fragmentTimeout <= age && age <= fragmentTimeout
}

// remember records the ports of the first fragment p. It replaces the entry of the same packet, a stale entry or the
// oldest one. Later fragments that wait for p become ready.
func (d *Decoder) remember(f *frame, p *Packet) {
	d.useFragments()
	id := f.fragmentID(p)
	set := &d.fragments.first[id.set(p)]
	victim := &set[0]
	for i := range set {
		e := &set[i]
		if e.used && e.fragmentID == id {
			victim = e
			break
		}
		if victim.fresh(p.Time) && (!e.fresh(p.Time) || e.time < victim.time) {
			victim = e
		}
	}
	*victim = fragmentEntry{
		fragmentID: id, time: p.Time, srcPort: p.Key.PortA, dstPort: p.Key.PortB, transport: p.Key.Proto, used: true,
	}
	if d.fragments.held.n > 0 {
		d.fragments.held.setState(&id, heldWaiting, heldReady)
		d.due = math.MinInt64
	}
}

// recall sets the protocol and ports of the later fragment p from the recorded first fragment. It reports whether p
// should wait, for its first fragment or for the rest of the packet.
func (d *Decoder) recall(f *frame, p *Packet) (wait bool) {
	if d.fragments != nil {
		id := f.fragmentID(p)
		if e := d.find(&id, p); e != nil {
			p.Key.Proto = e.transport
			p.Key.PortA, p.Key.PortB = e.srcPort, e.dstPort
			return e.held
		}
	}
	p.Orphan = hasPorts(f.ip.proto) || isExtension(f.ip.proto)
	return p.Orphan || d.opts.Tunnels && mayCarry[f.ip.proto]
}

// find returns the entry of the first fragment of p's packet, or nil.
func (d *Decoder) find(id *fragmentID, p *Packet) *fragmentEntry {
	set := &d.fragments.first[id.set(p)]
	for i := range set {
		if e := &set[i]; e.fragmentID == *id && e.fresh(p.Time) {
			return e
		}
	}
	return nil
}

// expectAll records that the first fragment of p's packet waits for the others.
func (d *Decoder) expectAll(id *fragmentID, p *Packet) {
	if e := d.find(id, p); e != nil {
		e.held = true
	}
}
