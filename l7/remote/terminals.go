package remote

import (
	"bytes"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// RSH is what a client asks for.
type RSH struct{ User, Remote, Command string }

func rshColumns() []*metadata.Column {
	return []*metadata.Column{
		metadata.Text("rsh_user", "user at the client", func(m *RSH) string { return m.User }),
		metadata.Text("rsh_remote_user", "user at the server", func(m *RSH) string { return m.Remote }),
		metadata.Text("rsh_command", "command to run", func(m *RSH) string { return m.Command }),
	}
}

// rsh is the remote shell of BSD (BSD, rshd(8)): a port for errors, two users and a command, each with a zero at its end.
func rsh() l7.Proto {
	return l7.Proto{
		ID: categories.RSH, On: l7.TCP, Ports: []uint16{514}, PortsOnly: true, First: l7.Bytes([]byte("\x000123456789")...), Probe: probeRSH,
		Session: l7.Once(readRSH), Columns: rshColumns(),
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

// readRSH reads the users and the command. The bytes begin with the port.
func readRSH(c *l7.Ctx) {
	texts := bytes.SplitN(c.Data, []byte{0}, 5)
	if len(texts) == 5 {
		r := l7.Record[RSH](c)
		r.User, r.Remote, r.Command = string(texts[1]), string(texts[2]), string(texts[3][:min(len(texts[3]), maxCommand)])
	}
}

const maxCommand = 256

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
