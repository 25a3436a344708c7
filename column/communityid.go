package column

import (
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"

	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/internal/record"
)

// IP protocols that the Community ID knows more of than their number.
const (
	protoICMP   = 1
	protoTCP    = 6
	protoUDP    = 17
	protoICMPv6 = 58
	protoSCTP   = 132
)

// appendCommunityID appends the flow's Community ID, version 1 with seed 0
// (https://github.com/corelight/community-id-spec): the SHA-1 of seed, addresses, protocol and ports, the lower end first.
// Of ICMP and ICMPv6 the first message counts; nothing is appended where it was not captured. Other protocols have no
// ports.
func appendCommunityID(dst []byte, f *flow.Flow) []byte {
	r := f.Record(record.Access{})
	k := &r.Key
	switch k.Proto {
	case protoTCP, protoUDP, protoSCTP:
		return appendCommunityHash(dst, k, false, k.PortA, k.PortB)
	case protoICMP, protoICMPv6:
		kind, code, direction, ok := r.ICMP()
		if !ok {
			return dst
		}
		fromB := r.Reverse != (direction == flow.DstToSrc)
		reverse, ports := icmpPorts(k.Proto, kind, code, fromB, k.A == k.B)
		return appendCommunityHash(dst, k, reverse, ports[:]...)
	}
	return appendCommunityHash(dst, k, false)
}

// icmpPorts returns what stands for the ports of a message. A type that is answered, or answers, has the other for the
// receiver's port, and the lower end comes first. Any other has its code, and its sender comes first, so that reverse
// reports whether that is end B.
func icmpPorts(proto, kind, code uint8, fromB, sameEnds bool) (reverse bool, ports [2]uint16) {
	reply, ok := icmpReply(proto, kind)
	switch {
	case !ok:
		return fromB, [2]uint16{uint16(kind), uint16(code)}
	case sameEnds:
		return false, [2]uint16{uint16(min(kind, reply)), uint16(max(kind, reply))}
	case fromB:
		return false, [2]uint16{uint16(reply), uint16(kind)}
	}
	return false, [2]uint16{uint16(kind), uint16(reply)}
}

// appendCommunityHash appends the ID of the ends of a flow's key, in reverse order where that is asked for, and of ports.
func appendCommunityHash(dst []byte, k *flowkey.Key, reverse bool, ports ...uint16) []byte {
	skip := 0
	if k.Ver == 4 {
		skip = 12
	}
	a, b := k.A[skip:], k.B[skip:]
	if reverse {
		a, b = b, a
	}
	var room [2 + 16 + 16 + 2 + 2 + 2]byte
	hashed := append(append(append(room[:0], 0, 0), a...), b...)
	hashed = append(hashed, k.Proto, 0)
	for _, port := range ports {
		hashed = binary.BigEndian.AppendUint16(hashed, port)
	}
	sum := sha1.Sum(hashed)
	return base64.StdEncoding.AppendEncode(append(dst, "1:"...), sum[:])
}

// icmpPairs are the types of requests and of their replies, of ICMP (RFC 792, 950, 1256) and ICMPv6 (RFC 4443, 2710, 4861,
// 4620, 6275).
var icmpPairs = [...]struct{ proto, request, reply uint8 }{
	{protoICMP, 8, 0},       // echo
	{protoICMP, 10, 9},      // router solicitation and advertisement
	{protoICMP, 13, 14},     // timestamp
	{protoICMP, 15, 16},     // information
	{protoICMP, 17, 18},     // address mask
	{protoICMPv6, 128, 129}, // echo
	{protoICMPv6, 130, 131}, // multicast listener query and report
	{protoICMPv6, 133, 134}, // router solicitation and advertisement
	{protoICMPv6, 135, 136}, // neighbor solicitation and advertisement
	{protoICMPv6, 139, 140}, // node information
	{protoICMPv6, 144, 145}, // home agent address discovery
}

// icmpReply returns the type that answers another, or that it answers; ok is false where there is none.
func icmpReply(proto, kind uint8) (reply uint8, ok bool) {
	for _, p := range icmpPairs {
		switch {
		case p.proto != proto:
		case p.request == kind:
			return p.reply, true
		case p.reply == kind:
			return p.request, true
		}
	}
	return 0, false
}
