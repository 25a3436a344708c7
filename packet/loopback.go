package packet

import (
	"encoding/binary"
	"math/bits"
)

// Address families of the loopback header. That of IPv6 depends on the system.
const (
	familyIPv4        = 2
	familyIPv6Linux   = 10
	familyIPv6Windows = 23
	familyIPv6BSD     = 24 // NetBSD, OpenBSD, BSD/OS
	familyIPv6FreeBSD = 28
	familyIPv6Darwin  = 30
)

const loopbackLength = 4

// loopback reads an address family of either byte order: families are small, so only one order makes a small number.
func (f *frame) loopback() Status {
	b := f.rest()
	if len(b) < loopbackLength {
		return LinkTruncated
	}
	family := binary.BigEndian.Uint32(b)
	if family > 0xffff {
		family = bits.ReverseBytes32(family)
	}
	switch family {
	case familyIPv4:
		f.skip(loopbackLength, headerIPv4)
	case familyIPv6Linux, familyIPv6Windows, familyIPv6BSD, familyIPv6FreeBSD, familyIPv6Darwin:
		f.skip(loopbackLength, headerIPv6)
	default:
		return NotIP
	}
	return OK
}
