//go:build !nfstream_no_industrial

package industrial

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// opcUA recognises the connection protocol of OPC UA: a type of three letters, whether it is final, and a length (OPC 10000-6,
// section 7.1.2).
func opcUA() l7.Proto {
	return l7.Proto{
		ID: categories.OPCUA, On: l7.TCP, Ports: []uint16{4840}, First: l7.Bytes('H', 'A', 'E', 'R', 'O', 'C', 'M'), Probe: probeOPCUA,
		Samples: [][]byte{[]byte("HELF\x4c\x00\x00\x00\x00\x00\x00\x00"), []byte("ACKF\x1c\x00\x00\x00\x00\x00\x00\x00"),
			[]byte("OPNF\x84\x00\x00\x00\x78\x56\x34\x12")},
	}
}

func probeOPCUA(c *l7.Ctx) l7.Verdict {
	const header = 8
	b, v := c.Data, l7.Reject
	for _, kind := range [...]string{"HELF", "ACKF", "ERRF", "RHEF", "OPNF", "CLOF", "MSGF", "MSGC"} {
		v = max(v, l7.Prefix(b, kind))
	}
	if v != l7.Match || len(b) < header {
		return atLeast(b, header, v)
	}
	n := binary.LittleEndian.Uint32(b[4:])
	return matchIf(n > header && n <= 1<<16)
}
