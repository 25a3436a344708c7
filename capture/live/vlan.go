package live

import "encoding/binary"

const (
	tagSize      = 4  // bytes of a VLAN tag (IEEE 802.1Q, clause 9.3)
	macAddresses = 12 // bytes before it
	tpidCustomer = 0x8100
)

// tpid returns the TPID of a stripped tag. Kernels before 3.14 do not report it.
func tpid(status uint32, told uint16) uint16 {
	if status&statusVLANProto == 0 {
		return tpidCustomer
	}
	return told
}

// putTag inserts a VLAN tag into the frame b[4:], by moving its MAC addresses to the start of b. b has at least these
// bytes.
func putTag(b []byte, tpid, tci uint16) {
	copy(b, b[tagSize:tagSize+macAddresses])
	binary.BigEndian.PutUint16(b[macAddresses:], tpid)
	binary.BigEndian.PutUint16(b[macAddresses+2:], tci)
}
