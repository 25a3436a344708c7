package rpc

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// dceStream is DCE/RPC over connections (The Open Group C706, section 12.6.3; MS-RPCE).
func dceStream() l7.Proto {
	return l7.Proto{
		ID: categories.DCERPC, On: l7.TCP, Ports: []uint16{135}, First: l7.Bytes(5), Probe: probeDCEStream,
		Session: dceDialogue.Sessions(), Columns: dceColumns(),
		Samples: l7.Samples("\x05\x00\x0b\x03\x10\x00\x00\x00\x48\x00\x00\x00\x01\x00\x00\x00"),
	}
}

// dceDatagram is DCE/RPC without connections (section 12.5.2). PROFINET sets up its connections by it.
func dceDatagram() l7.Proto {
	return l7.Proto{
		ID: categories.DCERPC, On: l7.UDP, Ports: []uint16{135, 34964}, Min: dceHeader, First: l7.Bytes(4),
		Probe:   probeDCEDatagram,
		Session: l7.Once(readDCEDatagram), Columns: dceColumns(), Samples: l7.Samples(dceSample),
	}
}

const (
	dceHeader = 80
	dceSample = "\x04\x00\x08\x00\x10\x00\x00\x00\x00\x00\xa0\xde\x97\x6c\xd1\x11\x82\x71\x00\x01\x00\x03\x01\x5a" +
		"\x01\x00\xa0\xde\x97\x6c\xd1\x11\x82\x71\x00\xa0\x24\x42\xdf\x7d\xdb\xab\xba\xec\x1d\x00\x54\x43\xb2\x50" +
		"\x0b\x01\x63\x0a\xba\xfd" +
		"\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff\xff\xff\x04\x00\x00\x00\x00\x00abcd"
)

func probeDCEStream(c *l7.Ctx) l7.Verdict {
	b := c.Data
	for i, most := range [...]byte{5, 1, 20, 0xff, 0x11, 3, 0, 0} {
		switch {
		case i == len(b):
			return l7.More
		case b[i] > most, i == 0 && b[i] != 5, i == 4 && b[i]&0xf > 1, i == 1 && len(b) > 4 && b[1] == 1 && b[4]&0xf0 == 0:
			return l7.Reject
		}
	}
	switch {
	case b[4]&0xf0 != 0: // little endian, as nearly all are
		return l7.Match
	case len(b) < 16:
		return l7.More
	}
	fragment, auth, call := binary.BigEndian.Uint16(b[8:]), binary.BigEndian.Uint16(b[10:]), binary.BigEndian.Uint32(b[12:])
	if fragment < 16 || auth > fragment || call > 1<<24 {
		return l7.Reject
	}
	return l7.Match
}

func probeDCEDatagram(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if len(b) < dceHeader || b[0] != 4 || b[1] > 10 || b[4]&^0x11 != 0 || b[5] > 3 || b[6] != 0 {
		return l7.Reject
	}
	length := binary.BigEndian.Uint16(b[74:])
	if b[4]&0xf0 != 0 {
		length = binary.LittleEndian.Uint16(b[74:])
	}
	if int(length)+dceHeader > c.Length() || b[78] > 10 {
		return l7.Reject
	}
	return l7.Match
}

// profinet is what the identifiers of PROFINET's interfaces have in common, but for their first field (IEC 61158-6-10).
const profinet = "\x97\x6c\xd1\x11\x82\x71\x00\xa0\x24\x42\xdf\x7d"

func readDCEDatagram(c *l7.Ctx) {
	const identifier = 24
	b := c.Data
	l7.Record[DCERPC](c).Interface = uuid(b[identifier:identifier+16], b[4]&0xf0 != 0)
	if string(b[identifier+4:identifier+16]) == profinet ||
		string(b[identifier+4:identifier+16]) == "\x6c\x97\x11\xd1\x82\x71\x00\xa0\x24\x42\xdf\x7d" {
		c.SetApplication(categories.ProfinetIO)
	}
}
