package remote

import (
	"bytes"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// x11 is the X Window System (X.Org, X Window System Protocol, connection setup): an order of bytes, version 11.0, and
// the lengths of the name and the data of an authorization.
func x11() l7.Proto {
	return l7.Proto{
		ID: categories.X11, On: l7.TCP, Ports: []uint16{6000, 6001, 6010}, First: l7.Bytes('B', 'l'), Probe: probeX11,
		Samples: l7.Samples("l\x00\x0b\x00\x00\x00\x12\x00\x10\x00\x00\x00MIT-MAGIC-COOKIE-1",
			"B\x00\x00\x0b\x00\x00\x00\x00\x00\x00\x00\x00"),
	}
}

func probeX11(c *l7.Ctx) l7.Verdict {
	const setup, mostText = 12, 0x40
	b := c.Data
	if b[0] != 'B' && b[0] != 'l' {
		return l7.Reject
	}
	low, high := 0, 1 // where a word has its lower byte
	if b[0] == 'B' {
		low, high = 1, 0
	}
	words := [...][2]byte{{11, 11}, {0, 0}, {0, mostText}, {0, mostText}} // versions and lengths, least and most
	for i, w := range words {
		at := 2 + 2*i
		if len(b) > at+high && b[at+high] != 0 || len(b) > at+low && (b[at+low] < w[0] || b[at+low] > w[1]) {
			return l7.Reject
		}
	}
	return l7.AtLeast(b, setup, l7.Match)
}

// rlogin is the remote login of BSD (RFC 1282): a zero, two users, and a terminal with its speed, each with a zero at
// its end.
func rlogin() l7.Proto {
	return l7.Proto{
		ID: categories.Rlogin, On: l7.TCP, Ports: []uint16{513}, First: l7.Bytes(0), Probe: probeRlogin,
		Samples: l7.Samples("\x00alice\x00bob\x00xterm/38400\x00"),
	}
}

func probeRlogin(c *l7.Ctx) l7.Verdict {
	const most = 256
	b := c.Data
	if b[0] != 0 || c.OnPort(514) { // RSH, which may look the same
		return l7.Reject
	}
	b = b[1:min(len(b), most)]
	v := judgeTexts(b, 3)
	if v == l7.More && len(b) == most-1 {
		return l7.Reject
	}
	if v != l7.Match {
		return v
	}
	terminal := bytes.Split(b, []byte{0})[2]
	slash := bytes.IndexByte(terminal, '/')
	if slash <= 0 || slash == len(terminal)-1 {
		return l7.Reject
	}
	for _, digit := range terminal[slash+1:] {
		if digit < '0' || digit > '9' {
			return l7.Reject
		}
	}
	return l7.Match
}
