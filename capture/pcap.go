package capture

import "github.com/nfstream/nfstream-go/packet"

const (
	magicSize        = 4
	pcapHeaderSize   = 24 // draft-ietf-opsawg-pcap, section 4
	pcapRecordHeader = 16 // section 5
)

// pcapVariant is a file format with pcap's file header and its own magic number.
type pcapVariant struct {
	magic  uint32
	unit   int64 // nanoseconds per unit of a timestamp's fraction
	extra  int   // additional bytes of the file header
	record int   // bytes of a record header
}

var pcapVariants = []pcapVariant{
	{0xa1b2c3d4, 1000, 0, pcapRecordHeader},
	{0xa1b23c4d, 1, 0, pcapRecordHeader},
	{0xa1b2cd34, 1000, 0, pcapRecordHeader + 8}, // Kuznetzov's variant: interface, protocol and packet type
	{0xa1e2cb12, 1, 0, pcapRecordHeader + 8},    // netsniff-ng: clock, interface, protocol, hardware and packet type
	{0x1c0001ac, 1000, 4, pcapRecordHeader},     // IXIA hardware: the size of all records after the file header
	{0x1c0001ab, 1000, 4, pcapRecordHeader},     // IXIA software
}

func (v pcapVariant) match(b []byte) (order, bool) {
	for _, o := range []order{false, true} {
		if o.uint32(b) == v.magic {
			return o, true
		}
	}
	return false, false
}

// lengths is the order of a record's two lengths, which changed with version 2.4 of the format.
type lengths uint8

const (
	capturedFirst lengths = iota
	originalFirst
	smallerCaptured // writers of version 2.3 differ in the order
)

type pcap struct {
	order   order
	link    packet.LinkType
	unit    int64
	header  int
	lengths lengths
}

// newPcap reads a file header. It ignores the upper 16 bits of the link type, which describe the frame check
// sequence, and the fields thiszone and sigfigs.
func newPcap(v pcapVariant, o order, b []byte) (*pcap, error) {
	p := &pcap{order: o, unit: v.unit, header: v.record}
	p.link = packet.LinkType(o.uint32(b[20:]))
	major, minor := o.uint16(b[4:]), o.uint16(b[6:])
	switch {
	case major == 543: // DG/UX
	case major != 2:
		return nil, malformed("pcap of version %d.%d: want 2.0 to 2.4", major, minor)
	case minor < 3:
		p.lengths = originalFirst
	case minor == 3:
		p.lengths = smallerCaptured
	}
	return p, nil
}

func (p *pcap) record() string { return "a packet record" }

func (p *pcap) decode(w *window, b *Batch) (need int, err error) {
	for len(b.Frames) < maxFrames {
		rec := w.unread()
		if len(rec) < p.header {
			return p.header, nil
		}
		captured, length := p.order.uint32(rec[8:]), p.order.uint32(rec[12:])
		if p.lengths != capturedFirst {
			captured, length = p.lengths.sort(captured, length)
		}
		if captured > maxRecord {
			return 0, malformed("packet record of %d bytes", captured)
		}
		n := p.header + int(captured)
		if len(rec) < n {
			return n, nil
		}
		b.Frames = append(b.Frames, Frame{
			Data:   rec[p.header:n:n],
			Time:   p.time(p.order.uint32(rec), p.order.uint32(rec[4:])),
			Length: max(length, captured),
			Link:   p.link,
		})
		w.pos += n
	}
	return 0, nil
}

// time returns nanoseconds. Both fields are unsigned. A fraction above one second carries over, and the result cannot
// overflow.
func (p *pcap) time(seconds, fraction uint32) int64 {
	return int64(seconds)*1e9 + int64(fraction)*p.unit
}

func (l lengths) sort(first, second uint32) (captured, length uint32) {
	if l == originalFirst || first > second {
		return second, first
	}
	return first, second
}
