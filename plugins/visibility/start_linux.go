package visibility

import "golang.org/x/sys/unix"

// The operations of a filter.
const (
	load1       = unix.BPF_LD | unix.BPF_B | unix.BPF_ABS
	load2       = unix.BPF_LD | unix.BPF_H | unix.BPF_ABS
	load4       = unix.BPF_LD | unix.BPF_W | unix.BPF_ABS
	load1From   = unix.BPF_LD | unix.BPF_B | unix.BPF_IND // offset in X
	load2Behind = unix.BPF_LD | unix.BPF_H | unix.BPF_IND
	lengthIPv4  = unix.BPF_LDX | unix.BPF_B | unix.BPF_MSH // header length, into X
	jumpEqual   = unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K
	jumpSet     = unix.BPF_JMP | unix.BPF_JSET | unix.BPF_K
	jumpAlways  = unix.BPF_JMP | unix.BPF_JA
	result      = unix.BPF_RET | unix.BPF_K

	// Offset of ancillary data for load4.
	ancillaryProtocol = 0xfffff000 // SKF_AD_OFF + SKF_AD_PROTOCOL
	besideType        = ancillaryProtocol + 4
)

// startFilter returns the filter for packets that leave this host, from their IP header on: TCP with the SYN flag,
// and UDP from ports other than the given ones. It rejects fragments after the first, and TCP after extension
// headers.
func startFilter(ports []uint16) []unix.SockFilter {
	drop, keep := unix.SockFilter{Code: result}, unix.SockFilter{Code: result, K: packetSnaplen}
	ipv6 := []unix.SockFilter{
		{Code: load1, K: 6},
		{Code: jumpEqual, K: protocolTCP, Jf: 4},
		{Code: load1, K: headerIPv6 + toFlags},
		{Code: jumpSet, K: flagSYN, Jf: 1}, keep, drop,
		{Code: jumpEqual, K: protocolUDP, Jt: 1}, drop,
		{Code: load2, K: headerIPv6},
	}
	ipv4 := []unix.SockFilter{
		{Code: load2, K: 6},
		{Code: jumpSet, K: 0x1fff, Jf: 1}, drop,
		{Code: lengthIPv4},
		{Code: load1, K: 9},
		{Code: jumpEqual, K: protocolTCP, Jf: 4},
		{Code: load1From, K: toFlags},
		{Code: jumpSet, K: flagSYN, Jf: 1}, keep, drop,
		{Code: jumpEqual, K: protocolUDP, Jt: 1}, drop,
		{Code: load2Behind},
		{Code: jumpAlways, K: uint32(len(ipv6))},
	}
	program := []unix.SockFilter{
		{Code: load4, K: besideType},
		{Code: jumpEqual, K: unix.PACKET_OUTGOING, Jt: 1}, drop,
		{Code: load4, K: ancillaryProtocol},
		{Code: jumpEqual, K: unix.ETH_P_IPV6, Jt: uint8(len(ipv4) + 2)},
		{Code: jumpEqual, K: unix.ETH_P_IP, Jt: 1}, drop,
	}
	program = append(append(program, ipv4...), ipv6...)
	for _, port := range ports {
		program = append(program, unix.SockFilter{Code: jumpEqual, K: uint32(port), Jf: 1}, drop)
	}
	return append(program, keep)
}
