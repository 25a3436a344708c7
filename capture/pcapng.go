package capture

// Block types of draft-ietf-opsawg-pcapng, section 4, and the byte-order magic of a section header.
const (
	blockInterface      = 1
	blockPacket         = 2 // obsolete
	blockSimplePacket   = 3
	blockStatistics     = 5
	blockEnhancedPacket = 6
	blockSectionHeader  = 0x0a0d0d0a

	byteOrderMagic = 0x1a2b3c4d
	minBlock       = 12 // type, length, length repeated
	minSection     = 28
	maxInterfaces  = 1 << 16 // of one section, to bound memory
)

// pcapng reads sections. Each has its own byte order and interfaces.
type pcapng struct {
	order      order
	interfaces []iface
	last       int64 // time of the last frame
	counters   *counters
}

func (p *pcapng) record() string { return "a block" }

func (p *pcapng) decode(w *window, b *Batch) (need int, err error) {
	for len(b.Frames) < maxFrames {
		if need, err = p.block(w, b); need > 0 || err != nil {
			return need, err
		}
	}
	return 0, nil
}

// block consumes one block. It returns a need other than 0 if the block is incomplete.
func (p *pcapng) block(w *window, b *Batch) (need int, err error) {
	data := w.unread()
	if len(data) < minBlock {
		return minBlock, nil
	}
	kind := p.order.uint32(data)
	if kind == blockSectionHeader {
		return p.section(w, data)
	}
	size := p.order.uint32(data[4:])
	if size < minBlock || size%4 != 0 {
		return 0, malformed("block of %d bytes", size)
	}
	if !held(kind) {
		w.consume(int64(size))
		return 0, nil
	}
	if size > maxRecord {
		return 0, malformed("block of type %d and %d bytes", kind, size)
	}
	if len(data) < int(size) {
		return int(size), nil
	}
	if again := p.order.uint32(data[size-4:]); again != size {
		return 0, malformed("block of %d bytes ends with a length of %d", size, again)
	}
	if err := p.read(kind, data[8:size-4], b); err != nil {
		return 0, err
	}
	w.pos += int(size)
	return 0, nil
}

// held reports whether a block must be in memory as a whole.
func held(kind uint32) bool {
	switch kind {
	case blockInterface, blockPacket, blockSimplePacket, blockStatistics, blockEnhancedPacket:
		return true
	}
	return false
}

func (p *pcapng) read(kind uint32, body []byte, b *Batch) error {
	switch kind {
	case blockEnhancedPacket:
		return p.enhancedPacket(body, b)
	case blockSimplePacket:
		return p.simplePacket(body, b)
	case blockPacket:
		return p.obsoletePacket(body, b)
	case blockInterface:
		return p.describe(body)
	default:
		return p.statistics(body)
	}
}

// section starts a section. It skips the options, which may have any length.
func (p *pcapng) section(w *window, data []byte) (need int, err error) {
	o, ok := byteOrder(data[8:])
	if !ok {
		return 0, malformed("byte-order magic % x", data[8:minBlock])
	}
	if len(data) < 16 {
		return 16, nil
	}
	size := o.uint32(data[4:])
	if size < minSection || size%4 != 0 {
		return 0, malformed("section header of %d bytes", size)
	}
	if major := o.uint16(data[12:]); major != 1 {
		return 0, malformed("pcapng version %d.%d", major, o.uint16(data[14:]))
	}
	p.order, p.interfaces = o, p.interfaces[:0]
	w.consume(int64(size))
	return 0, nil
}

func byteOrder(b []byte) (order, bool) {
	for _, o := range []order{false, true} {
		if o.uint32(b) == byteOrderMagic {
			return o, true
		}
	}
	return false, false
}
