//go:build !nfstream_no_industrial

package industrial

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// opcUA recognises the connection protocol of OPC UA: a type of three letters, whether it is final, and a length (OPC
// 10000-6, section 7.1.2).
func opcUA() l7.Proto {
	return l7.Proto{
		ID: categories.OPCUA, On: l7.TCP, Ports: []uint16{4840}, First: l7.Bytes('H', 'A', 'E', 'R', 'O', 'C', 'M'),
		Probe:   probeOPCUA,
		Session: l7.Once(readOPCUA), Columns: opcuaColumns(),
		Samples: [][]byte{[]byte("HELF\x4c\x00\x00\x00\x00\x00\x00\x00"), []byte("ACKF\x1c\x00\x00\x00\x00\x00\x00\x00"),
			[]byte("OPNF\x84\x00\x00\x00\x78\x56\x34\x12")},
	}
}

const opcuaHello = 32 + 256 // bytes of a Hello that are waited for

func probeOPCUA(c *l7.Ctx) l7.Verdict {
	const header = 8
	b, v := c.Data, l7.Reject
	for _, kind := range [...]string{"HELF", "ACKF", "ERRF", "RHEF", "OPNF", "CLOF", "MSGF", "MSGC"} {
		v = max(v, l7.Prefix(b, kind))
	}
	if v != l7.Match || len(b) < header {
		return l7.AtLeast(b, header, v)
	}
	n := binary.LittleEndian.Uint32(b[4:])
	if n <= header || n > 1<<16 {
		return l7.Reject
	}
	for i := header + 1; b[0] == 'H' && i < min(len(b), header+4); i++ { // a version, which is small
		if b[i] != 0 {
			return l7.Reject
		}
	}
	if b[0] == 'H' && len(b) < int(min(n, opcuaHello)) {
		return l7.More
	}
	return l7.Match
}

// readOPCUA writes down the endpoint of a Hello (section 7.1.2.3): five numbers, a length, and the text.
func readOPCUA(c *l7.Ctx) {
	const place, most = 32, opcuaHello - 32
	b := c.Data
	if l7.Prefix(b, "HELF") != l7.Match || len(b) < place {
		return
	}
	if n := binary.LittleEndian.Uint32(b[place-4:]); n > 0 && n <= most && place+int(n) <= len(b) {
		l7.Record[OPCUA](c).Endpoint = string(b[place : place+int(n)])
	}
}
