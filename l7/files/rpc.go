package files

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// rpcStream is a program of Sun's network file system or one beside it, on ONC RPC (RFC 5531, sections 9 and 11; RFC 1813;
// RFC 1833).
func rpcStream() l7.Proto {
	return l7.Proto{
		ID: categories.NFS, On: l7.TCP, Ports: []uint16{2049, 111}, First: l7.Bytes(0x00, 0x80), Probe: probeRPCStream,
		Session: l7.Once(func(c *l7.Ctx) { readRPC(c, c.Data[4:]) }), Columns: rpcColumns(),
		Samples: l7.Samples("\x80\x00\x00\x28" + rpcSample),
	}
}

// rpcDatagram is the same in a datagram.
func rpcDatagram() l7.Proto {
	return l7.Proto{
		ID: categories.NFS, On: l7.UDP, Ports: []uint16{2049, 111}, Min: 24, Probe: probeRPCDatagram,
		Session: l7.Once(func(c *l7.Ctx) { readRPC(c, c.Data) }), Columns: rpcColumns(),
		Samples: l7.Samples(rpcSample),
	}
}

const rpcSample = "\x38\x43\x76\x59\x00\x00\x00\x00\x00\x00\x00\x02\x00\x01\x86\xa5\x00\x00\x00\x03\x00\x00\x00\x00" +
	"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"

func probeRPCStream(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if b[0]&0x7f != 0 {
		return l7.Reject
	}
	if len(b) < 4 {
		return l7.More
	}
	if length := binary.BigEndian.Uint32(b) & 0x7fffffff; length < 24 || length > 1<<22 {
		return l7.Reject
	}
	return judgeRPC(b[4:], c.OnPort(2049))
}

func probeRPCDatagram(c *l7.Ctx) l7.Verdict {
	if len(c.Data) < 24 {
		return l7.Reject
	}
	return judgeRPC(c.Data, c.OnPort(2049) || c.OnPort(111))
}

// judgeRPC checks a call, which names its program, or on the ports of these programs a reply.
func judgeRPC(b []byte, port bool) l7.Verdict {
	if len(b) < 8 {
		return l7.More
	}
	switch binary.BigEndian.Uint32(b[4:]) {
	case 0:
		return judgeCall(b)
	case 1:
		if len(b) < 16 {
			return l7.More
		}
		status, flavor := binary.BigEndian.Uint32(b[8:]), binary.BigEndian.Uint32(b[12:])
		if port && status <= 1 && flavor <= 6 {
			return l7.Match
		}
	}
	return l7.Reject
}

func judgeCall(b []byte) l7.Verdict {
	if v := l7.Prefix(b[8:], "\x00\x00\x00\x02\x00\x01"); v != l7.Match {
		return v
	}
	if len(b) < 24 {
		return l7.More
	}
	program, version, procedure := binary.BigEndian.Uint32(b[12:]), binary.BigEndian.Uint32(b[16:]),
		binary.BigEndian.Uint32(b[20:])
	if program < 100000 || program > 100300 || version > 10 || procedure > 64 {
		return l7.Reject
	}
	return l7.Match
}
