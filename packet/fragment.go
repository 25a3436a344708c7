package packet

import "time"

// Bounds of the memory of fragmented packets.
const (
	fragmentSets    = 256 // a power of two
	fragmentWays    = 4
	fragmentTimeout = int64(30 * time.Second)
)

// fragmentID names the packet that a fragment belongs to (RFC 791, section 3.2; RFC 8200, section 4.5), and where it
// was seen.
type fragmentID struct {
	src, dst [16]byte
	id       uint32
	tunnel   uint32
	vlan     uint16
	proto    uint8
	ver      uint8
}

// fragmentEntry is what the first fragment of a packet says about the others.
type fragmentEntry struct {
	fragmentID
	time             int64
	srcPort, dstPort uint16
	transport        uint8
	used             bool
}

// fragmentCache holds the most recent first fragments.
type fragmentCache [fragmentSets][fragmentWays]fragmentEntry

func (f *frame) fragmentID(p *Packet) fragmentID {
	return fragmentID{
		src: p.Key.A, dst: p.Key.B, id: f.ip.id, tunnel: p.Key.Tunnel,
		vlan: p.Key.VLAN, proto: f.ip.proto, ver: p.Key.Ver,
	}
}

// set returns the index of the entries that can hold the packet.
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

// remember keeps the ports of the first fragment p in the place of the same packet's, of a stale or of the oldest
// entry.
func (d *Decoder) remember(f *frame, p *Packet) {
	if d.fragments == nil {
		d.fragments = new(fragmentCache)
	}
	id := f.fragmentID(p)
	set := &d.fragments[id.set(p)]
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
}

// recall gives the later fragment p the protocol and ports of its packet's first fragment, if that is remembered.
func (d *Decoder) recall(f *frame, p *Packet) {
	if d.fragments == nil {
		return
	}
	id := f.fragmentID(p)
	set := &d.fragments[id.set(p)]
	for i := range set {
		if e := &set[i]; e.fragmentID == id && e.fresh(p.Time) {
			p.Key.Proto = e.transport
			p.Key.PortA, p.Key.PortB = e.srcPort, e.dstPort
			return
		}
	}
}
