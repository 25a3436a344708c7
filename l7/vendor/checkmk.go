//go:build !nfstream_no_vendor

package vendor

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// checkMK recognises the agent of Checkmk by the section that it begins with (Checkmk, The agent's output).
func checkMK() l7.Proto {
	const section = "<<<check_mk>>>"
	return l7.Proto{
		ID: categories.Checkmk, On: l7.TCP, Ports: []uint16{6556}, First: l7.Bytes(section[0]),
		Probe:   func(c *l7.Ctx) l7.Verdict { return l7.Magic(c.Data, section) },
		Samples: [][]byte{[]byte(section + "\nVersion: 2.0\n")},
	}
}
