package network

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// Essential returns what a tiny build has of the family: the protocols with a number of their own, and SSDP.
func Essential() []l7.Proto { return append(numbers(), ssdp()) }

// numbers returns the protocols by their numbers (IANA, Assigned Internet Protocol Numbers). A number is certain: none
// has a probe.
func numbers() []l7.Proto {
	return []l7.Proto{
		byNumber(categories.ICMP, 1),
		byNumber(categories.IGMP, 2),
		byNumber(categories.IPInIP, 4, 41), // IPv4 and IPv6 in IP
		byNumber(categories.EGP, 8),
		byNumber(categories.GRE, 47),
		byNumber(categories.ESP, 50),
		byNumber(categories.AH, 51),
		byNumber(categories.ICMPV6, 58),
		byNumber(categories.EIGRP, 88),
		byNumber(categories.IPOSPF, 89),
		byNumber(categories.IPPIM, 103),
		byNumber(categories.VRRP, 112),
		byNumber(categories.PGM, 113),
		byNumber(categories.L2TP, 115),
		byNumber(categories.SCTP, 132),
	}
}

//
//go:noinline
func byNumber(id categories.ID, numbers ...uint8) l7.Proto {
	return l7.Proto{ID: id, On: l7.IP, IPProtocols: numbers}
}
