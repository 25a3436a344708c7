package risks

import (
	"net/netip"
	"strconv"
)

func decimal[T ~uint16 | ~uint32 | ~int64 | ~int](n T) string { return strconv.FormatInt(int64(n), 10) }

// groupAddress reports whether an address is one of a group of hosts: multicast or broadcast.
func groupAddress(a netip.Addr) bool {
	return a.IsMulticast() || a.Is4() && a.As4() == [4]byte{255, 255, 255, 255}
}
