package packet

// The VXLAN header (RFC 7348, section 5) and its generic protocol extension (draft-ietf-nvo3-vxlan-gpe).
const (
	vxlanLength      = 8
	vxlanHasID       = 0x08 // flags
	vxlanHasProtocol = 0x04 // extension: the fourth byte names the protocol
	vxlanIPv4        = 1
	vxlanIPv6        = 2
	vxlanEthernet    = 3
	vxlanNSH         = 4
	vxlanMPLS        = 5
)

func (f *frame) vxlan(generic bool) bool {
	b := f.rest()
	if len(b) < vxlanLength || b[0]&vxlanHasID == 0 {
		return false
	}
	next := headerEthernet
	if generic && b[0]&vxlanHasProtocol != 0 {
		switch b[3] {
		case vxlanIPv4:
			next = headerIPv4
		case vxlanIPv6:
			next = headerIPv6
		case vxlanEthernet:
		case vxlanNSH:
			next = headerNSH
		case vxlanMPLS:
			next = headerMPLS
		default:
			return false
		}
	}
	f.skip(vxlanLength, next)
	return true
}
