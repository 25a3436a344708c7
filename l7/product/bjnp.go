//go:build !nfstream_no_product

package product

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// bjnp recognises how Canon's printers and scanners are found and used (SANE pixma and CUPS back-ends, BJNP: a magic,
// MFNP for some models, and a type of device, 1 or 2, with the upper bit in answers).
func bjnp() l7.Proto {
	return l7.Proto{
		ID: categories.BJNP, On: l7.UDP, Ports: []uint16{8612, 8611, 8610}, Min: 16, First: l7.Bytes('B', 'M'),
		Probe:   probeBJNP,
		Samples: [][]byte{[]byte("BJNP\x02\x01\x00\x00\x17\xa4\x00\x00\x00\x00\x00\x00")},
	}
}

func probeBJNP(c *l7.Ctx) l7.Verdict {
	b := c.Data
	return l7.MatchIf(len(b) >= 16 && (l7.Prefix(b, "BJNP") == l7.Match || l7.Prefix(b, "MFNP") == l7.Match ||
		l7.Prefix(b, "BJNB") == l7.Match) &&
		b[4]&0x7f <= 3)
}
