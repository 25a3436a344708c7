package capture

// Bytes of the packet blocks before the packet's data (draft-ietf-opsawg-pcapng, sections 4.3, 4.4 and appendix A).
const (
	enhancedHeader = 20
	simpleHeader   = 4
	obsoleteHeader = 20
)

func (p *pcapng) enhancedPacket(body []byte, b *Batch) error {
	if len(body) < enhancedHeader {
		return malformed("enhanced packet block of %d bytes", len(body)+minBlock)
	}
	return p.packet(p.order.uint32(body), body, b)
}

func (p *pcapng) obsoletePacket(body []byte, b *Batch) error {
	if len(body) < obsoleteHeader {
		return malformed("packet block of %d bytes", len(body)+minBlock)
	}
	return p.packet(uint32(p.order.uint16(body)), body, b)
}

// packet reads the common part of enhanced and obsolete packet blocks: everything except the interface number.
func (p *pcapng) packet(number uint32, body []byte, b *Batch) error {
	if uint64(number) >= uint64(len(p.interfaces)) {
		return malformed("packet of interface %d, of %d", number, len(p.interfaces))
	}
	at := &p.interfaces[number]
	high, low := p.order.uint32(body[4:]), p.order.uint32(body[8:])
	var clamped bool
	if p.last, clamped = at.clock.time(uint64(high)<<32 | uint64(low)); clamped {
		p.counters.clamped.Add(1)
	}
	return p.frame(at, body[enhancedHeader:], p.order.uint32(body[12:]), p.order.uint32(body[16:]), b)
}

// simplePacket reads a packet of the first interface. It has no timestamp, so it gets that of the previous frame.
func (p *pcapng) simplePacket(body []byte, b *Batch) error {
	if len(body) < simpleHeader {
		return malformed("simple packet block of %d bytes", len(body)+minBlock)
	}
	if len(p.interfaces) == 0 {
		return malformed("packet without an interface")
	}
	at := &p.interfaces[0]
	length := p.order.uint32(body)
	captured := length
	if at.snaplen > 0 {
		captured = min(captured, at.snaplen)
	}
	return p.frame(at, body[simpleHeader:], captured, length, b)
}

func (p *pcapng) frame(at *iface, data []byte, captured, length uint32, b *Batch) error {
	if uint64(captured) > uint64(len(data)) {
		return malformed("packet of %d bytes in a block with room for %d", captured, len(data))
	}
	b.Frames = append(b.Frames, Frame{
		Data:   data[:captured:captured],
		Time:   p.last,
		Length: max(length, captured),
		Link:   at.link,
	})
	return nil
}
