package packet

import (
	"encoding/binary"
	"math"
)

// Fields of the IPv6 header and its extension headers (RFC 8200, sections 3 and 4).
const (
	ipv6Length         = 40
	ipv6FragmentLength = 8
	ipv6FragmentMore   = 1
	ipv6OptionPad1     = 0
	ipv6OptionJumbo    = 0xc2 // RFC 2675, section 2
)

// ipv6 reads an IPv6 header, its extension headers and its content.
func (d *Decoder) ipv6(f *frame, p *Packet) Status {
	b := f.rest()
	if len(b) < ipv6Length {
		return NetworkTruncated
	}
	if b[0]>>4 != 6 {
		return NetworkMalformed
	}
	n := f.ipv6PayloadLength(b)
	if n > math.MaxUint32-ipv6Length || !f.fits(p, n+ipv6Length) {
		return NetworkMalformed
	}
	p.Key.Ver = 6
	p.Key.Proto = b[6]
	copy(p.Key.A[:], b[8:24])
	copy(p.Key.B[:], b[24:40])
	f.ip.part = whole
	hlen := ipv6Length
	if isExtension(b[6]) {
		var s Status
		if hlen, s = f.extensions(p, b, n); s != OK {
			return s
		}
	}
	d.setIP(f, p, n+ipv6Length, hlen)
	return d.transport(f, p)
}

// ipv6PayloadLength returns the payload length of the IPv6 header b. If the field is 0, it is the jumbo payload
// length. Without that option the packet comes from segmentation offload, and the length is the rest of the wire
// length.
func (f *frame) ipv6PayloadLength(b []byte) uint32 {
	if n := binary.BigEndian.Uint16(b[4:]); n != 0 {
		return uint32(n)
	}
	switch b[6] {
	case protoNoNext:
		return 0
	case protoHopByHop:
		if n := jumboLength(b[ipv6Length:]); n != 0 {
			return n
		}
	}
	return f.wire - uint32(f.off) - ipv6Length
}

// jumboLength returns the length in the jumbo payload option of the hop-by-hop header b, 0 without the option.
func jumboLength(b []byte) uint32 {
	if len(b) < 2 {
		return 0
	}
	b = b[2:min(len(b), 8+8*int(b[1]))]
	for len(b) >= 6 {
		switch {
		case b[0] == ipv6OptionPad1:
			b = b[1:]
		case b[0] == ipv6OptionJumbo && b[1] == 4:
			return binary.BigEndian.Uint32(b[2:])
		default:
			b = b[min(len(b), 2+int(b[1])):]
		}
	}
	return 0
}

func isExtension(proto uint8) bool {
	switch proto {
	case protoHopByHop, protoRouting, protoFragment, protoDestination, protoMobility, protoHIP, protoShim6:
		return true
	}
	return false
}

// extensions reads the extension headers of the IPv6 packet b, which has a payload of n bytes, and returns the length
// of all headers. It stores the protocol that follows them in the key, and stops after the fragment header of a later
// fragment.
func (f *frame) extensions(p *Packet, b []byte, n uint32) (int, Status) {
	hlen := ipv6Length
	for isExtension(p.Key.Proto) {
		if !f.countHeader() {
			return 0, TooDeep
		}
		size, s := extensionLength(p.Key.Proto, b[hlen:], n+ipv6Length-uint32(hlen))
		if s != OK {
			return 0, s
		}
		isFragment := p.Key.Proto == protoFragment
		p.Key.Proto = b[hlen]
		if isFragment {
			f.ip = ipv6Part(b[hlen:])
		}
		hlen += size
		if isFragment {
			f.ip.at = uint32(f.off + hlen)
		}
		if f.ip.part == laterFragment {
			break
		}
	}
	return hlen, OK
}

// extensionLength returns the length of the extension header b, which is inside the last n bytes of its packet.
func extensionLength(proto uint8, b []byte, n uint32) (int, Status) {
	if n < 8 {
		return 0, NetworkMalformed
	}
	if len(b) < 8 {
		return 0, NetworkTruncated
	}
	size := ipv6FragmentLength
	if proto != protoFragment {
		size = 8 + 8*int(b[1])
	}
	switch {
	case uint32(size) > n:
		return 0, NetworkMalformed
	case size > len(b):
		return 0, NetworkTruncated
	}
	return size, OK
}

// ipv6Part returns the part of a packet with the fragment header b (RFC 8200, section 4.5).
func ipv6Part(b []byte) ipInfo {
	field := binary.BigEndian.Uint16(b[2:])
	info := ipInfo{id: binary.BigEndian.Uint32(b[4:]), proto: b[0], more: field&ipv6FragmentMore != 0,
		offset: uint32(field &^ 7)}
	switch {
	case field>>3 != 0:
		info.part = laterFragment
	case field&ipv6FragmentMore != 0:
		info.part = firstFragment
	}
	return info
}
