package ssh

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// Protos returns SSH.
func Protos() []l7.Proto {
	return []l7.Proto{{
		ID: categories.SSH, On: l7.TCP, Ports: []uint16{Port}, First: l7.Bytes(prefix[0]), Probe: probe,
		Session: func() l7.Session { return new(session) },
	}}
}

// probe tells SSH by the begin of a side's banner.
func probe(c *l7.Ctx) l7.Verdict {
	const size = len("SSH-2.0")
	b := c.Data
	switch {
	case !MaybeBanner(b):
		return l7.Reject
	case len(b) < size:
		return l7.More
	case !isVersion(b[len(prefix):size]):
		return l7.Reject
	}
	return l7.Match
}
