package packet

import "encoding/binary"

// Switch tags (linktypes/*-switch-tag.html of www.tcpdump.org) stand between the addresses and the type of an
// Ethernet frame, or before the frame.
const (
	dsaAddresses     = 12
	broadcomLength   = 4
	marvellLength    = 4
	marvellTagged    = 0x20 // the frame had a VLAN tag, which this tag includes
	marvellPrefix    = 4    // EtherType and reserved bytes before an EDSA tag
	marvellVLANBytes = 2
)

// switchTag skips the addresses and a tag of n bytes.
func (f *frame) switchTag(p *Packet, n int) Status {
	if !f.has(dsaAddresses + n + typeLength) {
		return LinkTruncated
	}
	p.setMACs(f.off, f.off+6)
	return f.skipToType(dsaAddresses + n)
}

// marvell reads a Marvell tag. Prefix bytes stand before the part that both kinds share.
func (f *frame) marvell(p *Packet, prefix int) Status {
	at := dsaAddresses + prefix
	if b := f.rest(); len(b) >= at+marvellLength && b[at]&marvellTagged != 0 && p.Key.VLAN == 0 {
		p.Key.VLAN = binary.BigEndian.Uint16(b[at+marvellVLANBytes:]) & maskVLAN
	}
	return f.switchTag(p, prefix+marvellLength)
}
