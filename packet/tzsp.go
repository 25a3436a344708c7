package packet

import "encoding/binary"

// The TaZmen Sniffer Protocol: version, type, encapsulated protocol, then tags up to an end tag.
const (
	tzspLength    = 4
	tzspVersion   = 1
	tzspReceived  = 0 // packet types with a frame
	tzspTransmit  = 1
	tzspEthernet  = 1 // encapsulated protocols
	tzspIEEE80211 = 18
	tzspPrism     = 119
	tzspAVS       = 127
	tzspTagPad    = 0 // tags of one byte; others have a length
	tzspTagEnd    = 1
)

func (f *frame) tzsp() bool {
	b := f.rest()
	if len(b) < tzspLength || b[0] != tzspVersion || b[1] != tzspReceived && b[1] != tzspTransmit {
		return false
	}
	next := tzspHeader(binary.BigEndian.Uint16(b[2:]))
	if next == headerNone {
		return false
	}
	f.skip(tzspLength, next)
	return f.tzspTags()
}

func tzspHeader(protocol uint16) header {
	switch protocol {
	case tzspEthernet:
		return headerEthernet
	case tzspIEEE80211:
		return headerIEEE80211
	case tzspPrism:
		return headerPrism
	case tzspAVS:
		return headerAVS
	}
	return headerNone
}

// tzspTags skips the tags and the end tag.
func (f *frame) tzspTags() bool {
	for range maxTunnelTags {
		b := f.rest()
		switch {
		case len(b) == 0:
			return false
		case b[0] == tzspTagEnd:
			f.off++
			return true
		case b[0] == tzspTagPad:
			f.off++
		case len(b) < 2 || len(b) < 2+int(b[1]):
			return false
		default:
			f.off += 2 + int(b[1])
		}
	}
	return false
}
