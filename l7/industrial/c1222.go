//go:build !nfstream_no_industrial

package industrial

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/wire"
)

const c1222Port = 1153

// c1222 recognises ANSI C12.22 on its port by a message of ACSE: BER with the tag of an association, and elements that
// fill it. The last one is user information (ANSI C12.22).
func c1222() l7.Proto {
	return l7.Proto{
		ID: categories.ANSIC1222, On: l7.UDP, Ports: []uint16{c1222Port}, Min: 8, First: l7.Bytes(0x60),
		Probe: func(c *l7.Ctx) l7.Verdict {
			return l7.MatchIf(c.OnPort(c1222Port) && len(c.Data) >= 8 && c1222Message(c.Data) == l7.Match)
		},
		Samples: [][]byte{[]byte(c1222Sample)},
	}
}

// c1222Sample names both ends and carries two bytes.
const c1222Sample = "\x60\x14\xa2\x04\x06\x02\x60\x7c\xa6\x04\x06\x02\x60\x7c\xa8\x00\xbe\x04\x28\x02\x81\x00"

func c1222Stream() l7.Proto {
	return l7.Proto{
		ID: categories.ANSIC1222, On: l7.TCP, Ports: []uint16{c1222Port}, First: l7.Bytes(0x60),
		Probe: func(c *l7.Ctx) l7.Verdict {
			if !c.OnPort(c1222Port) {
				return l7.Reject
			}
			return c1222Message(c.Data)
		},
		Samples: [][]byte{[]byte(c1222Sample)},
	}
}

func c1222Message(b []byte) l7.Verdict {
	const association, userInformation, most = 0x60, 0xbe, 1 << 12
	if b[0] != association || len(b) > 1 && b[1] == 0x80 {
		return l7.Reject
	}
	r := wire.NewCursor(b[1:])
	n := berLength(&r)
	switch {
	case !r.OK():
		return l7.More
	case n > most || n < 4:
		return l7.Reject
	case n > r.Len():
		return l7.More
	}
	last := byte(0)
	for r = r.Block(n); r.Len() > 0; {
		if last = r.Uint8(); last&0xe0 != 0xa0 {
			return l7.Reject
		}
		r.Skip(berLength(&r))
	}
	return l7.MatchIf(r.OK() && last == userInformation)
}

// berLength reads a definite length of BER, of up to two bytes in the long form.
func berLength(r *wire.Cursor) int {
	switch n := r.Uint8(); {
	case n < 0x80:
		return int(n)
	case n == 0x81:
		return int(r.Uint8())
	case n == 0x82:
		return int(r.Uint16())
	}
	r.Fail()
	return 0
}
