package gopacketsource

import "encoding/binary"

const (
	tagSize      = 4  // bytes of a VLAN tag (IEEE 802.1Q, clause 9.3)
	macAddresses = 12 // bytes before it
	tpidCustomer = 0x8100
	tpidService  = 0x88a8
)

// tag is a VLAN tag that the kernel took off a frame.
type tag struct {
	there     bool
	tpid, tci uint16
}

// tagOf returns the tag that ancillary data of a handle has and the frame lacks.
func tagOf(ancillary any, frame []byte) tag {
	if id, ok := ancillary.(int); ok { // of a pcapgo.EthernetHandle, the frames of which always lack it
		return tag{true, tpidCustomer, uint16(id)}
	}
	id, ok := packetVLAN(ancillary)
	if !ok || hasTag(frame, uint16(id)) {
		return tag{}
	}
	return tag{true, tpidCustomer, uint16(id)}
}

// hasTag reports whether the outermost tag of a frame has an identifier.
func hasTag(frame []byte, id uint16) bool {
	if len(frame) < macAddresses+tagSize {
		return false
	}
	tpid := binary.BigEndian.Uint16(frame[macAddresses:])
	return (tpid == tpidCustomer || tpid == tpidService) && binary.BigEndian.Uint16(frame[macAddresses+2:])&0xfff == id
}
