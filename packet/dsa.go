package packet

import "encoding/binary"

// Tags of switches (linktypes/*-switch-tag.html of www.tcpdump.org): between the addresses and the type of an Ethernet
// frame, or in front of it.
const (
	dsaAddresses     = 12
	broadcomLength   = 4
	marvellLength    = 4
	marvellTagged    = 0x20 // of it: the frame had a VLAN tag, which is part of this one
	marvellPrefix    = 4    // EtherType and reserved bytes in front of the tag, in EDSA
	marvellVLANBytes = 2
)

// switchTag moves behind the addresses and a tag of n bytes.
func (f *frame) switchTag(p *Packet, n int) Status {
	if !f.has(dsaAddresses + n + typeLength) {
		return LinkTruncated
	}
	p.setMACs(f.off, f.off+6)
	return f.typeBehind(dsaAddresses + n)
}

// marvell reads a tag of Marvell's, of which prefix bytes are in front of what both kinds have.
func (f *frame) marvell(p *Packet, prefix int) Status {
	at := dsaAddresses + prefix
	if b := f.rest(); len(b) >= at+marvellLength && b[at]&marvellTagged != 0 && p.Key.VLAN == 0 {
		p.Key.VLAN = binary.BigEndian.Uint16(b[at+marvellVLANBytes:]) & maskVLAN
	}
	return f.switchTag(p, prefix+marvellLength)
}
