package proxy

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// Protos returns the PROXY protocol.
func Protos() []l7.Proto {
	return []l7.Proto{{
		ID: categories.HAProxy, On: l7.TCP, First: l7.Bytes(prefix[0], signature[0]), Probe: probe,
		Session: func() l7.Session { return new(session) },
		Samples: [][]byte{
			[]byte("PROXY TCP4 192.0.2.1 192.0.2.2 40000 443\r\n"),
			[]byte(signature + "\x21\x11\x00\x0c\xc0\x00\x02\x01\xc0\x00\x02\x02\x9c\x40\x01\xbb"),
		},
	}}
}

func probe(c *l7.Ctx) l7.Verdict { return recognise(c.Data) }

// recognise tells version 1 by its line, and version 2 by what comes before the addresses.
func recognise(b []byte) l7.Verdict {
	var h Header
	switch _, err := h.Parse(b); {
	case err == nil, err == ErrMore && b[0] == signature[0] && len(b) >= fixed2:
		return l7.Match
	case err == ErrMore:
		return l7.More
	}
	return l7.Reject
}
