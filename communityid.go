package nfstream

import (
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"

	"github.com/nfstream/nfstream-go/flow"
)

// appendCommunityID appends the flow's Community ID, version 1 with seed 0 (the Corelight specification): the SHA-1 of
// seed, addresses, protocol and ports, the lower end first. ICMP's type and the type that answers it stand for ports
// there; as a flow has many types, the ports are left out, as for other protocols without any.
func appendCommunityID(dst []byte, f *Flow) []byte {
	var room [2 + 16 + 16 + 2 + 2 + 2]byte
	b := append(room[:0], 0, 0)
	skip := 0
	if f.Key.Ver == 4 {
		skip = 12
	}
	b = append(append(b, f.Key.A[skip:]...), f.Key.B[skip:]...)
	b = append(b, f.Key.Proto, 0)
	if hasPorts(f) {
		b = binary.BigEndian.AppendUint16(b, f.Key.PortA)
		b = binary.BigEndian.AppendUint16(b, f.Key.PortB)
	}
	sum := sha1.Sum(b)
	return base64.StdEncoding.AppendEncode(append(dst, "1:"...), sum[:])
}

func hasPorts(f *flow.Flow) bool {
	switch f.Key.Proto {
	case 6, 17, 132:
		return true
	}
	return false
}
