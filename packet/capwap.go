package packet

import "encoding/binary"

// The CAPWAP header (RFC 5415, section 4.3).
const (
	capwapLength     = 8
	capwapNative     = 1 << 8 // bit of the first word: the payload is a native frame of the radio
	capwapKeepAlive  = 1 << 3
	capwapFragment   = 1 << 7
	capwapOffsetMask = 0xfff8 // in the third and fourth byte of the second word
	capwapIEEE80211  = 1      // wireless binding identifier
)

// capwap reads the header of a data packet: preamble 0 (1 is DTLS), header length in words of four bytes, wireless
// binding. The header length includes the radio address and the wireless information.
func (f *frame) capwap() bool {
	b := f.rest()
	if len(b) < capwapLength || b[0] != 0 {
		return false
	}
	word := binary.BigEndian.Uint32(b)
	n := int(word>>19&0x1f) * 4
	native, binding := word&capwapNative != 0, word>>9&0x1f
	if n < capwapLength || n > len(b) || word&capwapKeepAlive != 0 || native && binding != capwapIEEE80211 {
		return false
	}
	if word&capwapFragment != 0 {
		if binary.BigEndian.Uint16(b[6:])&capwapOffsetMask != 0 {
			return false
		}
		f.partial = true
	}
	f.skip(n, headerEthernet)
	if native {
		f.next = headerIEEE80211
	}
	return true
}
