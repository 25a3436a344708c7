package packet

import "encoding/binary"

// Linux cooked captures, versions 1 and 2 (LINKTYPE_LINUX_SLL and LINKTYPE_LINUX_SLL2 of the link types' registry).
const (
	sllLength  = 16
	sll2Length = 20
	sllLLC     = 4 // a Linux protocol number: an LLC header follows

	hardwareIEEE80211 = 801 // ARP hardware types of Linux
	hardwareRadiotap  = 803
	hardwareNetlink   = 824
)

// sll reads packet type, hardware type, address length, address and protocol.
func (f *frame) sll(p *Packet) Status {
	b := f.rest()
	if len(b) < sllLength {
		return LinkTruncated
	}
	if binary.BigEndian.Uint16(b[4:]) == 6 {
		p.SrcMAC = uint32(f.off + 6)
	}
	f.off += sllLength
	return f.cooked(binary.BigEndian.Uint16(b[2:]), binary.BigEndian.Uint16(b[14:]))
}

// sll2 reads protocol, interface index, hardware type, packet type, address length and address.
func (f *frame) sll2(p *Packet) Status {
	b := f.rest()
	if len(b) < sll2Length {
		return LinkTruncated
	}
	if b[11] == 6 {
		p.SrcMAC = uint32(f.off + 12)
	}
	f.off += sll2Length
	return f.cooked(binary.BigEndian.Uint16(b[8:]), binary.BigEndian.Uint16(b))
}

// cooked sets the next header by hardware type and protocol.
func (f *frame) cooked(hardware, protocol uint16) Status {
	switch hardware {
	case hardwareNetlink:
		return NotIP
	case hardwareRadiotap:
		f.next = headerRadiotap
		return OK
	case hardwareIEEE80211:
		f.next = headerIEEE80211
		return OK
	}
	switch {
	case protocol == sllLLC:
		f.next = headerLLC
		return OK
	case protocol <= maxLength8023:
		return NotIP
	}
	return f.etherType(protocol)
}
