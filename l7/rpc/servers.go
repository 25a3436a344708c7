package rpc

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// smpp is Short Message Peer to Peer (SMPP 5.0, sections 3.2 and 4.1.1): a client binds, and the server says who it is.
func smpp() l7.Proto {
	return l7.Proto{
		ID: categories.SMPP, On: l7.TCP, Ports: []uint16{2775}, First: l7.Bytes(0), Probe: probeSMPP,
		Samples: l7.Samples("\x00\x00\x00\x28\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x01abhik\x00password" +
			"\x00SMPP\x00\x01\x00\x00\x00"),
	}
}

func probeSMPP(c *l7.Ctx) l7.Verdict {
	b := c.Data
	for i, most := range [...]byte{0, 0, 0, 0xff, 0x80, 0, 0, 9, 0, 0, 0, 0} {
		switch {
		case i == len(b):
			return l7.More
		case b[i] > most:
			return l7.Reject
		}
	}
	if len(b) < 16 {
		return l7.More
	}
	size, command := int(b[3]), b[7]
	if size < 17 || b[4] != 0 && b[4] != 0x80 || command != 1 && command != 2 && command != 9 {
		return l7.Reject
	}
	if len(b) < size {
		return l7.More
	}
	return judgeSystem(b[16:size], b[4] == 0)
}

// judgeSystem judges the name of a system, and of a client its password and type.
func judgeSystem(b []byte, client bool) l7.Verdict {
	texts, begin := 0, 0
	for i, x := range b {
		if x != 0 {
			continue
		}
		if !printable(b[begin:i]) {
			break
		}
		texts, begin = texts+1, i+1
		if texts == 1 && i > 15 {
			return l7.Reject
		}
	}
	if texts >= 3 || texts == 1 && !client && begin > 1 {
		return l7.Match
	}
	return l7.Reject
}

// fastCGI is FastCGI (FastCGI Specification, sections 3.3 and 5.1): a request begins.
func fastCGI() l7.Proto {
	return l7.Proto{
		ID: categories.FastCGI, On: l7.TCP, Ports: []uint16{9000}, First: l7.Bytes(1), Probe: probeFastCGI,
		Samples: l7.Samples("\x01\x01\x00\x01\x00\x08\x00\x00\x00\x01\x01\x00\x00\x00\x00\x00"),
	}
}

func probeFastCGI(c *l7.Ctx) l7.Verdict {
	b := c.Data
	for i, want := range [...]int{1, 1, -1, -1, 0, 8, 0, -1, 0, -1, -1, 0, 0, 0, 0, 0} {
		switch {
		case i == len(b):
			return l7.More
		case want >= 0 && int(b[i]) != want, i == 9 && (b[i] == 0 || b[i] > 3), i == 10 && b[i] > 1:
			return l7.Reject
		}
	}
	return l7.Match
}

// ajp is the Apache JServ Protocol (Tomcat, "AJPv13 extensions proposal" and "The Apache Tomcat Connectors - AJP protocol
// reference"): a request with its method and version, a ping and its answer.
func ajp() l7.Proto {
	return l7.Proto{
		ID: categories.AJP, On: l7.TCP, Ports: []uint16{8009, 8010}, First: l7.Bytes(0x12, 'A'), Probe: probeAJP,
		Samples: l7.Samples("\x12\x34\x00\xc8\x02\x02\x00\x08HTTP/1.1\x00", "\x12\x34\x00\x01\x0a", "AB\x00\x01\x09"),
	}
}

func probeAJP(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if v := l7.Prefix(b, "\x12\x34\x00\x01\x0a", "AB\x00\x01\x09"); v != l7.Reject {
		return v
	}
	if v := l7.Prefix(b, "\x12\x34"); v != l7.Match {
		return v
	}
	switch {
	case len(b) > 4 && b[4] != 2, len(b) > 5 && (b[5] == 0 || b[5] > 28):
		return l7.Reject
	case len(b) < 6:
		return l7.More
	}
	return l7.Prefix(b[6:], "\x00\x08HTTP/1.")
}

// dicom is DICOM's upper layer (DICOM PS3.8, sections 9.3.2 and 9.3.3): an association is requested or accepted.
func dicom() l7.Proto {
	return l7.Proto{
		ID: categories.DICOM, On: l7.TCP, Ports: []uint16{104, 11112}, First: l7.Bytes(1, 2), Probe: probeDICOM,
		Session: l7.Once(readDICOM), Columns: dicomColumns(),
		Samples: l7.Samples("\x01\x00\x00\x00\x00\xd1\x00\x01\x00\x00ANY-SCP         STORESCU        "),
	}
}

func probeDICOM(c *l7.Ctx) l7.Verdict {
	b := c.Data
	for i, most := range [...]byte{2, 0, 0, 1, 0xff, 0xff, 0, 1, 0, 0} {
		switch {
		case i == len(b):
			return l7.More
		case b[i] > most || (i == 0 || i == 7) && b[i] == 0:
			return l7.Reject
		}
	}
	if !printable(b[10:min(len(b), 42)]) {
		return l7.Reject
	}
	if len(b) < 42 {
		return l7.More
	}
	return l7.Match
}

// raft is the transport of Canonical's Raft library (canonical/raft, "uv_send"): version, server and its address, in words of
// eight bytes.
func raft() l7.Proto {
	return l7.Proto{
		ID: categories.Raft, On: l7.TCP, First: l7.Bytes(1), Probe: probeRaft,
		Samples: l7.Samples("\x01\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x10\x00\x00\x00\x00" +
			"\x00\x00\x00127.0.0.1:9001\x00\x00"),
	}
}

func probeRaft(c *l7.Ctx) l7.Verdict {
	if v := l7.Prefix(c.Data, "\x01\x00\x00\x00\x00\x00\x00\x00"); v != l7.Match {
		return v
	}
	if len(c.Data) < 24 {
		return l7.More
	}
	length := binary.LittleEndian.Uint64(c.Data[16:])
	if length == 0 || length > 256 || length%8 != 0 {
		return l7.Reject
	}
	r := wire.NewCursor(c.Data[24:])
	address := r.Bytes(int(length))
	if !r.OK() {
		return l7.More
	}
	colon, end := false, len(address)
	for end > 0 && address[end-1] == 0 {
		end--
	}
	for _, b := range address[:end] {
		colon = colon || b == ':'
	}
	if !colon || !printable(address[:end]) {
		return l7.Reject
	}
	return l7.Match
}
