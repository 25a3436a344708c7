package live

import "encoding/binary"

const (
	tagSize      = 4  // bytes of a VLAN tag (IEEE 802.1Q, clause 9.3)
	macAddresses = 12 // bytes before it
	tpidCustomer = 0x8100
)

// tpid returns the type of a tag that the kernel took off; kernels before 3.14 do not tell it.
func tpid(status uint32, told uint16) uint16 {
	if status&statusVLANProto == 0 {
		return tpidCustomer
	}
	return told
}

// putTag puts a VLAN tag back into a frame that begins four bytes behind the begin of b, by moving its MAC addresses
// there. b holds these bytes at least.
func putTag(b []byte, tpid, tci uint16) {
	copy(b, b[tagSize:tagSize+macAddresses])
	binary.BigEndian.PutUint16(b[macAddresses:], tpid)
	binary.BigEndian.PutUint16(b[macAddresses+2:], tci)
}
