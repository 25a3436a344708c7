//go:build !nfstream_no_vendor

package vendor

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const atlasWord = "MGLNDD_"

// ripeAtlas recognises the probes of hosts that name themselves after a measurement network: a word, an address and a port.
func ripeAtlas() l7.Proto {
	return l7.Proto{
		ID: categories.RipeAtlas, On: l7.UDP, Min: len(atlasWord), First: l7.Bytes(atlasWord[0]),
		Probe:   func(c *l7.Ctx) l7.Verdict { return matchIf(l7.Magic(c.Data, atlasWord) == l7.Match) },
		Samples: [][]byte{[]byte(atlasWord + "192.0.2.1_1114")},
	}
}

func ripeAtlasStream() l7.Proto {
	p := ripeAtlas()
	p.On, p.Min, p.Probe = l7.TCP, 0, func(c *l7.Ctx) l7.Verdict { return l7.Magic(c.Data, atlasWord) }
	return p
}
