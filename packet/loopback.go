package packet

import (
	"encoding/binary"
	"math/bits"
)

// Address families of the loopback header. The value for IPv6 depends on the system.
const (
	familyIPv4        = 2
	familyIPv6Linux   = 10
	familyIPv6Windows = 23
	familyIPv6BSD     = 24 // NetBSD, OpenBSD, BSD/OS
	familyIPv6FreeBSD = 28
	familyIPv6Darwin  = 30
)

const loopbackLength = 4

func (f *frame) loopback() Status { return f.family(loopbackLength) }

// family reads an address family of either byte order at the start of a header of n bytes. Families are small
// numbers, so only one byte order gives a small number.
func (f *frame) family(n int) Status {
	b := f.rest()
	if len(b) < n {
		return LinkTruncated
	}
	family := binary.BigEndian.Uint32(b)
	if family > 0xffff {
		family = bits.ReverseBytes32(family)
	}
	switch family {
	case familyIPv4:
		f.skip(n, headerIPv4)
	case familyIPv6Linux, familyIPv6Windows, familyIPv6BSD, familyIPv6FreeBSD, familyIPv6Darwin:
		f.skip(n, headerIPv6)
	default:
		return NotIP
	}
	return OK
}
