//go:build !nfstream_no_product

package product

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// vmware recognises the greeting of VMware's authentication daemon (Nmap, vmauthd-brute), which is the same in all
// versions up to its number.
func vmware() l7.Proto {
	const greeting = "220 VMware Authentication Daemon"
	return l7.Proto{
		ID: categories.VMware, On: l7.TCP, Ports: []uint16{902}, First: l7.Bytes(greeting[0]),
		Probe:   func(c *l7.Ctx) l7.Verdict { return l7.Prefix(c.Data, greeting) },
		Samples: [][]byte{[]byte(greeting + " Version 1.10: SSL Required, ServerDaemonProtocol:SOAP")},
	}
}
