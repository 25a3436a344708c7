package management

import (
	"bytes"
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/frames"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// wsd is Web Services Dynamic Discovery (OASIS WS-Discovery 1.1, section 3; the draft of 2005): SOAP in datagrams.
func wsd() l7.Proto {
	return l7.Proto{
		ID: categories.WSD, On: l7.UDP, Ports: []uint16{3702}, Min: 6, First: l7.Bytes('<', 0xef), Probe: probeWSD,
		Session: l7.Once(readWSD), Columns: wsdColumns(),
		Samples: l7.Samples(`<?xml version="1.0"?><soap:Envelope xmlns:wsd="http://schemas.xmlsoap.org/ws/2005/04/discovery">`),
	}
}

func probeWSD(c *l7.Ctx) l7.Verdict {
	b := bytes.TrimPrefix(c.Data, []byte("\xef\xbb\xbf"))
	switch {
	case len(c.Data) < 6 || b[0] != '<':
		return l7.Reject
	case c.OnPort(3702) && (b[1] == '?' || b[1]|0x20 >= 'a' && b[1]|0x20 <= 'z'),
		bytes.Contains(b, []byte("/ws/2005/04/discovery")), bytes.Contains(b, []byte("ws-dd/ns/discovery")):
		return l7.Match
	}
	return l7.Reject
}

// mndp returns MikroTik's Neighbor Discovery (MikroTik, "Neighbor discovery"). A message is a list of types and values.
// The first value is an address.
func mndp() l7.Proto {
	return l7.Proto{
		ID: categories.Mikrotik, On: l7.UDP, Ports: []uint16{5678}, PortsOnly: true, Min: 4, Probe: probeMNDP,
		Session: l7.Once(readMNDP), Columns: mikrotikColumns(),
		Samples: l7.Samples("\x00\x04\x68\x3f\x00\x01\x00\x06\x4c\x5e\x0c\x9a\xec\x54\x00\x05\x00\x01a"),
	}
}

func probeMNDP(c *l7.Ctx) l7.Verdict {
	r := wire.NewCursor(c.Data)
	r.Skip(4)
	if !c.OnPort(5678) {
		return l7.Reject
	}
	if r.Uint16() != 1 || r.Uint16() != 6 {
		return l7.Reject
	}
	r.Skip(6)
	for r.Len() >= 4 {
		r.Skip(2)
		r.Skip(int(r.Uint16()))
	}
	if !r.OK() && c.Length() == len(c.Data) {
		return l7.Reject
	}
	return l7.Match
}

// ubiquiti is the discovery of Ubiquiti's devices: a version, a command, a length, and types and values.
func ubiquiti() l7.Proto {
	return l7.Proto{
		ID: categories.UBNTAC2, On: l7.UDP, Ports: []uint16{10001}, PortsOnly: true, Min: 4, First: l7.Bytes(1, 2), Probe: probeUbiquiti,
		Session: (&frames.Dialogue{Read: readUbiquiti}).Datagrams(), Columns: ubiquitiColumns(),
		Samples: l7.Samples("\x01\x00\x00\x00", "\x02\x06\x00\x0d\x02\x00\x0a\x80\x2a\xa8\x8d\x69\x2b\xc0\xa8\x02\x15"),
	}
}

func probeUbiquiti(c *l7.Ctx) l7.Verdict {
	r := wire.NewCursor(c.Data)
	version, command, length := r.Uint8(), r.Uint8(), int(r.Uint16())
	if !c.OnPort(10001) || !r.OK() || version == 0 || version > 2 || command > 16 || length+4 != c.Length() {
		return l7.Reject
	}
	for r.Len() >= 3 {
		r.Skip(1)
		r.Skip(int(r.Uint16()))
	}
	if !r.OK() && c.Length() == len(c.Data) {
		return l7.Reject
	}
	return l7.Match
}

// cpha is Check Point's cluster control, which begins with its magic number (Check Point, ClusterXL).
func cpha() l7.Proto {
	return l7.Proto{
		ID: categories.CPHA, On: l7.UDP, Ports: []uint16{8116}, PortsOnly: true, Min: 20, First: l7.Bytes(0x1a),
		Probe: func(c *l7.Ctx) l7.Verdict {
			if len(c.Data) < 20 || !c.OnPort(8116) {
				return l7.Reject
			}
			return l7.Prefix(c.Data, "\x1a\x90")
		},
		Samples: l7.Samples("\x1a\x90\x0c\x31\x27\x85\x00\x01\x00\x16\x79\x3e\x00\x01\xff\xfe\xe0\x4a\x01\x00\x00\x02\x00\x01"),
	}
}

// dlep is the Dynamic Link Exchange Protocol: signals in datagrams, which name it, and messages (RFC 8175, section 11).
func dlep(on l7.Transport) l7.Proto {
	p := l7.Proto{
		ID: categories.DLEP, On: on, Ports: []uint16{854}, First: l7.Bytes('D'),
		Samples: l7.Samples("DLEP\x00\x01\x00\x08\x00\x04\x00\x04\x00abc"),
		Probe:   func(c *l7.Ctx) l7.Verdict { return l7.Prefix(c.Data, "DLEP\x00\x01", "DLEP\x00\x02") },
	}
	if on == l7.TCP {
		p.First, p.PortsOnly, p.Probe, p.Samples = l7.Bytes(0), true, probeDLEPStream, l7.Samples("\x00\x01\x00\x08\x00\x04\x00\x04\x00abc")
	}
	return p
}

func probeDLEPStream(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if !c.OnPort(854) || b[0] != 0 || len(b) > 1 && (b[1] == 0 || b[1] > 16) {
		return l7.Reject
	}
	if len(b) < 8 {
		if len(b) == 4 && b[2] == 0 && b[3] == 0 && b[1] == 16 { // a heartbeat
			return l7.Match
		}
		return l7.More
	}
	const most, items, header = 1 << 12, 64, 4
	length, item := binary.BigEndian.Uint16(b[2:]), binary.BigEndian.Uint16(b[6:])
	return l7.MatchIf(length < most && b[4] == 0 && b[5] > 0 && b[5] < items && item+header <= length)
}
