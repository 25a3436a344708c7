package ssh

import (
	"bytes"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/packet"
)

// Protos returns SSH (RFC 4253).
func Protos() []l7.Proto {
	return []l7.Proto{{
		ID: categories.SSH, On: l7.TCP, Ports: []uint16{Port}, First: textBytes(), Probe: probe,
		Session: func() l7.Session { return new(session) }, Columns: columns(),
		Samples: [][]byte{[]byte("SSH-2.0-OpenSSH_9.2\r\n"), []byte("SSH-1.99-Example\n")},
	}}
}

// textBytes are the first bytes of a banner, and of the lines that a server may send before it.
func textBytes() *l7.ByteSet {
	var s l7.ByteSet
	for b := range 256 {
		if isText(byte(b)) && b != 0 {
			s[b>>6] |= 1 << (b & 63)
		}
	}
	return &s
}

// isText reports whether a byte may be of a line before the banner.
func isText(c byte) bool { return c >= ' ' && c != 0x7f || isTerminal(c) }

// probe recognises SSH by the start of a side's banner. Other lines may precede the server's banner.
func probe(c *l7.Ctx) l7.Verdict {
	if MaybeBanner(c.Data) {
		return probeBanner(c.Data)
	}
	if !fromServer(c) {
		return l7.Reject
	}
	return probeLines(c)
}

func probeBanner(b []byte) l7.Verdict {
	const size = len("SSH-2.0")
	switch {
	case len(b) < size:
		return l7.More
	case !isVersion(b[len(prefix):size]):
		return l7.Reject
	}
	return l7.Match
}

// probeLines recognises a banner after lines of text (RFC 4253, section 4.2). Lines alone are no evidence. On the port
// of SSH the probe waits for more of them. On other ports the server must begin with the lines and the banner in one
// write.
func probeLines(c *l7.Ctx) l7.Verdict {
	own := c.SrcPort == Port || c.DstPort == Port
	if !own && !c.Begin {
		return l7.Reject
	}
	at := bytes.Index(c.Data, []byte("\n"+prefix)) + 1
	switch {
	case 0 < at && at <= MaxPreamble && isTexts(c.Data[:at]):
		return probeBanner(c.Data[at:])
	case at == 0 && (own || goesOn(c)) && len(c.Data) < MaxPreamble && isTexts(c.Data):
		return l7.More
	}
	return l7.Reject
}

// goesOn reports whether the last bytes are not yet all that the server writes at once.
func goesOn(c *l7.Ctx) bool { return c.Packet != nil && c.Packet.Flags&packet.PSH == 0 }

func isTexts(b []byte) bool {
	for _, c := range b {
		if !isText(c) {
			return false
		}
	}
	return true
}
