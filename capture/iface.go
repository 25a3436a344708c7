package capture

import "github.com/nfstream/nfstream-go/packet"

// Options of draft-ietf-opsawg-pcapng, sections 3.5, 4.2 and 4.6.
const (
	optionEnd           = 0
	optionResolution    = 9  // if_tsresol
	optionOffset        = 14 // if_tsoffset
	optionIfDrop        = 5  // isb_ifdrop
	optionOSDrop        = 7  // isb_osdrop
	microsecondExponent = 6  // the default resolution
)

// iface is an interface of a section.
type iface struct {
	link           packet.LinkType
	snaplen        uint32 // 0 for no limit
	clock          clock
	dropped        uint64 // by the operating system, from the last statistics block
	interfaceDrops uint64
}

// describe reads the body of an interface description block.
func (p *pcapng) describe(body []byte) error {
	if len(body) < 8 {
		return malformed("interface description of %d bytes", len(body)+minBlock)
	}
	if len(p.interfaces) == maxInterfaces {
		return malformed("more than %d interfaces in a section", maxInterfaces)
	}
	resolution, offset := byte(microsecondExponent), int64(0)
	err := p.options(body[8:], func(code uint16, value []byte) {
		switch {
		case code == optionResolution && len(value) >= 1:
			resolution = value[0]
		case code == optionOffset && len(value) >= 8:
			offset = int64(p.order.uint64(value))
		}
	})
	p.interfaces = append(p.interfaces, iface{
		link:    packet.LinkType(p.order.uint16(body)),
		snaplen: p.order.uint32(body[4:]),
		clock:   newClock(resolution, offset),
	})
	return err
}

// statistics reads the body of an interface statistics block. Its counts replace earlier ones of the interface.
func (p *pcapng) statistics(body []byte) error {
	if len(body) < 12 {
		return malformed("interface statistics of %d bytes", len(body)+minBlock)
	}
	number := p.order.uint32(body)
	if uint64(number) >= uint64(len(p.interfaces)) {
		return malformed("statistics of interface %d, of %d", number, len(p.interfaces))
	}
	at := &p.interfaces[number]
	return p.options(body[12:], func(code uint16, value []byte) {
		if len(value) < 8 {
			return
		}
		count := p.order.uint64(value)
		switch code {
		case optionIfDrop:
			p.counters.ifDropped.Add(count - at.interfaceDrops)
			at.interfaceDrops = count
		case optionOSDrop:
			p.counters.dropped.Add(count - at.dropped)
			at.dropped = count
		}
	})
}

// options calls found for each option. A list may end without optionEnd.
func (p *pcapng) options(b []byte, found func(code uint16, value []byte)) error {
	for len(b) >= 4 {
		code, n := p.order.uint16(b), int(p.order.uint16(b[2:]))
		if code == optionEnd {
			return nil
		}
		if n > len(b)-4 {
			return malformed("option %d of %d bytes in %d", code, n, len(b)-4)
		}
		found(code, b[4:4+n])
		b = b[min(4+(n+3)&^3, len(b)):]
	}
	return nil
}
