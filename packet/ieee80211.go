package packet

import "encoding/binary"

// Fields of the IEEE 802.11 MAC header (IEEE 802.11, section 9.2).
const (
	wifiVersionMask  = 0x03 // first byte of the frame control field
	wifiTypeMask     = 0x0c
	wifiTypeData     = 0x08
	wifiNoData       = 0x40
	wifiQoS          = 0x80
	wifiToDS         = 0x01 // second byte
	wifiFromDS       = 0x02
	wifiProtected    = 0x40
	wifiOrder        = 0x80 // a QoS frame has an HT control field
	wifiFragmentMask = 0x0f // first byte of the sequence control field
	wifiAggregate    = 0x80 // first byte of the QoS control field: the body is an A-MSDU

	wifiLength          = 24
	wifiQoSLength       = 2
	wifiHTLength        = 4
	wifiSubframeLength  = 14 // addresses and length before each MSDU of an A-MSDU
	wifiAddressLength   = 6
	wifiSequenceControl = 22
)

// ieee80211 reads the header of a data frame, and the first subframe of an A-MSDU. In CAPWAP some access points send
// the frame control and sequence control fields big-endian. The version, which is always 0, shows the byte order.
func (f *frame) ieee80211(p *Packet) Status {
	b := f.rest()
	if len(b) < 2 {
		return LinkTruncated
	}
	control, flags, sequence := b[0], b[1], wifiSequenceControl
	if control&wifiVersionMask != 0 && p.Key.Tunnel == TunnelCAPWAP {
		control, flags, sequence = flags, control, sequence+1
	}
	if control&wifiVersionMask != 0 || control&wifiTypeMask != wifiTypeData || control&wifiNoData != 0 {
		return NotIP
	}
	if flags&wifiProtected != 0 {
		return Encrypted
	}
	n := wifiHeaderLength(control, flags)
	if len(b) < n {
		return LinkTruncated
	}
	if b[sequence]&wifiFragmentMask != 0 {
		return NotIP
	}
	f.wifiAddresses(p, flags)
	aggregate := control&wifiQoS != 0 && b[wifiQoSOffset(flags)]&wifiAggregate != 0
	if f.padded {
		n = min((n+3)&^3, len(b))
	}
	f.skip(n, headerLLC)
	if aggregate {
		return f.subframe(p)
	}
	return OK
}

func wifiHeaderLength(control, flags byte) int {
	n := wifiQoSOffset(flags)
	if control&wifiQoS != 0 {
		n += wifiQoSLength
		if flags&wifiOrder != 0 {
			n += wifiHTLength
		}
	}
	return n
}

// wifiQoSOffset returns the length of the header up to the fourth address.
func wifiQoSOffset(flags byte) int {
	if flags&wifiToDS != 0 && flags&wifiFromDS != 0 {
		return wifiLength + wifiAddressLength
	}
	return wifiLength
}

// wifiAddresses records the offsets of destination and source (IEEE 802.11, table 9-60).
func (f *frame) wifiAddresses(p *Packet, flags byte) {
	const address1, address2, address3, address4 = 4, 10, 16, 24
	dst, src := address1, address2
	switch flags & (wifiToDS | wifiFromDS) {
	case wifiToDS:
		dst = address3
	case wifiFromDS:
		src = address3
	case wifiToDS | wifiFromDS:
		dst, src = address3, address4
	}
	p.setMACs(f.off+dst, f.off+src)
}

// subframe reads the header of an A-MSDU subframe (IEEE 802.11, section 9.3.2.2).
func (f *frame) subframe(p *Packet) Status {
	b := f.rest()
	if len(b) < wifiSubframeLength {
		return LinkTruncated
	}
	p.setMACs(f.off, f.off+wifiAddressLength)
	f.skip(wifiSubframeLength, headerLLC)
	f.limit(uint32(binary.BigEndian.Uint16(b[12:])))
	return OK
}
