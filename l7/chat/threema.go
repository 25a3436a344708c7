//go:build !nfstream_no_chat

package chat

import (
	"strings"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// threema returns the handshake of Threema's chat server, of which only the lengths are known: a key and a cookie of the
// client, a cookie and a box of the server, then a login of the client (Threema, Cryptography Whitepaper, Chat Protocol; the
// definitions of its messages are in the open source of the clients).
func threema() l7.Proto {
	return l7.Proto{
		ID: categories.Threema, On: l7.TCP, Ports: []uint16{portThreema}, PortsOnly: true, Probe: probeThreema,
		Samples: l7.Samples(strings.Repeat("\x9a\x3b\xc7\x11", (threemaHello+threemaLogin)/4),
			strings.Repeat("\x8c\x4d\xe5\x22", threemaAnswer/4)),
	}
}

const (
	portThreema   = 5222
	threemaHello  = 32 + 16
	threemaAnswer = 16 + 64
	threemaLogin  = 144 // at least
)

// probeThreema recognises what both sides have said, when the client has logged in.
func probeThreema(c *l7.Ctx) l7.Verdict {
	const longest = threemaHello + threemaLogin + 512
	said, other := c.Data, c.Other()
	if !c.OnPort(portThreema) || !c.Begin || len(said) > longest || !isRandom(said) {
		return l7.Reject
	}
	if !threemaFits(said, other) {
		if said, other = other, said; !threemaFits(said, other) {
			return l7.Reject
		}
	}
	if len(said) >= threemaHello+threemaLogin && isRandom(other) {
		return l7.Match
	}
	return l7.More
}

// threemaFits reports whether a client and a server may have said so much: the client waits for the server's answer.
func threemaFits(client, server []byte) bool {
	return len(server) <= threemaAnswer && (len(client) <= threemaHello || len(server) == threemaAnswer)
}

// isRandom reports whether about half of the first bytes are not ASCII.
func isRandom(b []byte) bool {
	const window, least, most = 32, 5, 27
	n := 0
	for _, x := range b[:min(len(b), window)] {
		n += int(x >> 7)
	}
	return len(b) < window || least <= n && n <= most
}
