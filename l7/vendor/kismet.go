//go:build !nfstream_no_vendor

package vendor

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// kismet recognises the protocol between Kismet's server and its clients by the server's first line (Kismet README,
// client/server protocol).
func kismet() l7.Proto {
	const line = "*KISMET: "
	return l7.Proto{
		ID: categories.Kismet, On: l7.TCP, Ports: []uint16{2501}, First: l7.Bytes(line[0]),
		Probe:   func(c *l7.Ctx) l7.Verdict { return l7.Magic(c.Data, line) },
		Samples: [][]byte{[]byte(line + "0.0.0 1144004381 \x01Kismet\x01 2005\n")},
	}
}
