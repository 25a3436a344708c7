package remote

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// Telnet is what a client types at the prompts of a server.
type Telnet struct{ User, Password string }

func telnetColumns() []*metadata.Column {
	return []*metadata.Column{
		metadata.Text("telnet_user", "user that logs in", func(m *Telnet) string { return m.User }),
		metadata.Text("telnet_password", "password in clear text; only with --passwords", func(m *Telnet) string { return m.Password }),
	}
}

// telnet is Telnet (RFC 854; RFC 855; IANA, Telnet Options): options that are negotiated, on its port one.
func telnet() l7.Proto {
	return l7.Proto{
		ID: categories.Telnet, On: l7.TCP, Ports: []uint16{23}, First: l7.Bytes(0xff), Probe: probeTelnet,
		Session: telnetSessions(), Columns: telnetColumns(),
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
