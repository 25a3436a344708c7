package l7

import "github.com/nfstream/nfstream-go/categories"

// Prefixed returns a protocol that is recognised by the texts of which its first message begins with one. The texts are its
// samples.
//
//go:noinline
func Prefixed(id categories.ID, on Transport, ports []uint16, texts ...string) Proto {
	return Proto{
		ID: id, On: on, Ports: ports, Prefixes: texts, Samples: Samples(texts...),
		Probe: func(c *Ctx) Verdict { return Prefix(c.Data, texts...) },
	}
}
