package mail

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/lines"
)

// nntp is the Network News Transfer Protocol of Usenet (RFC 3977, sections 3 and 5; RFC 4643, section 2.3).
func nntp() l7.Proto {
	return l7.Proto{
		ID: categories.Usenet, On: l7.TCP, Ports: []uint16{119}, First: l7.Bytes([]byte("2ACGMacgm")...), Probe: probeNNTP,
		Samples: l7.Samples("200 news.example.com NNTP service ready\r\n", "201 ready\r\n", "MODE READER\r\n",
			"AUTHINFO USER a\r\n"),
	}
}

func probeNNTP(c *l7.Ctx) l7.Verdict {
	own, other := l7.Prefix(c.Data, nntpGreetings...), l7.Prefix(c.Other(), nntpGreetings...)
	command := nntpCommand(c.Data)
	switch {
	case own == l7.Match && nntpCommand(c.Other()) == l7.Match, command == l7.Match && other == l7.Match:
		return l7.Match
	case own == l7.Match:
		line, whole := lines.First(c.Data)
		if whole && (lines.Contains(line, "NNTP") || lines.Contains(line, "INTERNETNEWS")) {
			return l7.Match
		}
		return openUntil(c, nntpCommand(c.Other()))
	case command == l7.Match:
		return openUntil(c, other)
	}
	return max(own, command)
}

var nntpGreetings = []string{"200 ", "201 "}

func nntpCommand(data []byte) l7.Verdict {
	return lines.Command(data, "MODE READER", "AUTHINFO USER", "CAPABILITIES", "GROUP", "ARTICLE", "MODE STREAM")
}
