package management

import (
	"bytes"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/lines"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// whois is WHOIS (RFC 3912, section 2) and DAS (RFC 3705): the client sends a line to their port.
func whois() l7.Proto {
	return l7.Proto{
		ID: categories.WhoisDAS, On: l7.TCP, Ports: []uint16{43, 4343}, PortsOnly: true, Probe: probeWhois,
		Session: l7.Once(readWhois),
		Samples: l7.Samples("example.com\r\n"),
	}
}

func probeWhois(c *l7.Ctx) l7.Verdict {
	if c.DstPort != 43 && c.DstPort != 4343 {
		return l7.Reject
	}
	line, whole := lines.First(c.Data)
	for _, b := range bytes.TrimSuffix(line, []byte{'\r'}) {
		if b < ' ' && b != '\t' || b >= 0x7f {
			return l7.Reject
		}
	}
	switch {
	case !whole:
		return l7.More
	case len(line) < 2 || bytes.Contains(line, []byte(" HTTP/1.")):
		return l7.Reject
	}
	return l7.Match
}

// readWhois writes down what is asked for, if it is a name or an address. It says nothing of the server.
func readWhois(c *l7.Ctx) {
	line, _ := lines.First(c.Data)
	fields := bytes.Fields(line)
	if len(fields) > 0 {
		c.Metadata().ServerName = l7.HostText(fields[len(fields)-1])
	}
}

// z3950 is Z39.50 (ANSI/NISO Z39.50-2003, section 4.1): the request to initialize, or its response, in BER.
func z3950() l7.Proto {
	return l7.Proto{
		ID: categories.Z3950, On: l7.TCP, Ports: []uint16{210}, First: l7.Bytes(0xb4, 0xb5), Probe: probeZ3950,
		Samples: l7.Samples("\xb4\x52\x83\x02\x00\xe0\x84\x03\x00\xe9\xa2\x85\x04\x04\x00\x00\x00\x86\x04\x04\x00\x00\x00"),
	}
}

func probeZ3950(c *l7.Ctx) l7.Verdict {
	r := wire.NewCursor(c.Data)
	r.BER()
	if c.Data[0] != 0xb4 && c.Data[0] != 0xb5 {
		return l7.Reject
	}
	rest := r.Rest()
	if r.OK() && len(rest) > 0 && rest[0] == 0x82 { // a reference
		r.Element(0x82)
		rest = r.Rest()
	}
	if !r.OK() {
		if len(c.Data) < 48 {
			return l7.More
		}
		return l7.Reject
	}
	v := l7.Prefix(rest, "\x83\x02", "\x83\x03", "\x83\x04") // the version, as bits
	if v != l7.Match || len(rest) < 2+int(rest[1])+1 {
		return min(v, l7.More)
	}
	return l7.Prefix(rest[2+rest[1]:], "\x84") // the options
}
