package remote

import (
	"bytes"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// telnet is Telnet (RFC 854; RFC 855; IANA, Telnet Options): options that are negotiated, on its port one.
func telnet() l7.Proto {
	return l7.Proto{
		ID: categories.Telnet, On: l7.TCP, Ports: []uint16{23}, First: l7.Bytes(0xff), Probe: probeTelnet,
		Samples: l7.Samples("\xff\xfd\x03\xff\xfb\x18", "\xff\xfb\x01\xff\xfb\x03"),
	}
}

func probeTelnet(c *l7.Ctx) l7.Verdict {
	b := c.Data
	v := judgeOption(b)
	switch {
	case v != l7.Match || c.OnPort(23):
		return v
	case len(b) == 3 && len(c.Other()) == 0:
		return l7.More
	case len(b) == 3:
		return judgeOption(c.Other())
	}
	return judgeOption(b[3:])
}

// judgeOption judges a negotiation: WILL, WON'T, DO or DON'T, and an option other than SUPDUP-OUTPUT, with whose number records
// of TLS begin.
func judgeOption(b []byte) l7.Verdict {
	if len(b) > 0 && b[0] != 0xff || len(b) > 1 && (b[1] < 0xfb || b[1] > 0xfe) || len(b) > 2 && (b[2] > 49 || b[2] == 22) {
		return l7.Reject
	}
	if len(b) < 3 {
		return l7.More
	}
	return l7.Match
}

// rsh is the remote shell of BSD (BSD, rshd(8)): a port for errors, two users and a command, each with a zero at its end.
func rsh() l7.Proto {
	return l7.Proto{
		ID: categories.RSH, On: l7.TCP, Ports: []uint16{514}, PortsOnly: true, First: l7.Bytes([]byte("\x000123456789")...), Probe: probeRSH,
		Samples: l7.Samples("1022\x00lns\x00root\x00mkdir testdir\x00", "\x00a\x00b\x00ls\x00"),
	}
}

func probeRSH(c *l7.Ctx) l7.Verdict {
	b := c.Data[:min(len(c.Data), 1<<10)]
	if c.DstPort != 514 {
		return l7.Reject
	}
	i := 0
	for i < len(b) && i < 6 && b[i] >= '0' && b[i] <= '9' {
		i++
	}
	switch {
	case i == 6:
		return l7.Reject
	case i == len(b):
		return l7.More
	case b[i] != 0:
		return l7.Reject
	}
	return judgeTexts(b[i+1:], 3)
}

// judgeTexts judges texts that end with a zero each.
func judgeTexts(b []byte, texts int) l7.Verdict {
	for range texts {
		text, rest, whole := bytes.Cut(b, []byte{0})
		for _, x := range text {
			if x < ' ' && x != '\t' || x == 0x7f {
				return l7.Reject
			}
		}
		switch {
		case len(text) == 0 && whole:
			return l7.Reject
		case len(text) >= 512:
			return l7.Reject
		case !whole:
			return l7.More
		}
		b = rest
	}
	return l7.Match
}

// xdmcp is the X Display Manager Control Protocol (X.Org, XDMCP 1.1, "Packets"), on its port.
func xdmcp() l7.Proto {
	return l7.Proto{
		ID: categories.XDMCP, On: l7.UDP, Ports: []uint16{177}, PortsOnly: true, Min: 6, First: l7.Bytes(0), Probe: probeXDMCP,
		Samples: l7.Samples("\x00\x01\x00\x02\x00\x01\x00"),
	}
}

func probeXDMCP(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if len(b) < 6 || !c.OnPort(177) || b[0] != 0 || b[1] != 1 || b[2] != 0 || b[3] == 0 || b[3] > 14 ||
		int(b[4])<<8|int(b[5]) != c.Length()-6 {
		return l7.Reject
	}
	return l7.Match
}
