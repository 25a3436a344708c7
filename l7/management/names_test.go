//go:build !nfstream_no_management

package management_test

import (
	"testing"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/management"
)

// What is almost a message is none, and what is too little is named by both sides.
func TestHostsRead(t *testing.T) {
	const ask, answer = "\xc0\x01\x01\x00sess\x00\x00\x00\x04body", "\xc0\x01\x02\x00sess\x00\x00\x00\x04text"
	const slp = "\x02\x09\x00\x00\x1d\x00\x00\x00\x00\x00\x9d\xf6\x00\x02en\x00\x00\xff\xff\x00\x07DEFAULT"
	const old = "\x01\x01\x00\x10\x00\x00en\x00\x03\x00\x01abcd"
	tcp, udp := l7test.OverTCP, l7test.OverUDP
	const location = categories.ServiceLocationProtocol
	l7test.CheckNames(t, management.Protos(),
		udp(location, 427, slp[:12]), udp(location, 40001, slp), udp(location, 40001, old),
		tcp(location, 40001, slp), tcp(location, 427, old), tcp(0, 40001, old),
		udp(0, 40001, slp[:28]), udp(0, 40001, slp+"x"), udp(0, 40001, slp[:14]+"1n"+slp[16:]), udp(0, 40001, old+"x"), tcp(0, 40001, slp[:13]),
		tcp(categories.TACACS, 49, ask), tcp(categories.TACACS, 40001, ask, answer), tcp(0, 40001, ask),
		tcp(0, 40001, ask, "\xc0\x01\x02\x00other\x00\x00\x00\x04text"), tcp(0, 49, "\xc0\x04\x01\x00sess\x00\x00\x00\x04body"),
		tcp(0, 49, "\xc0\x01\x01\x02sess\x00\x00\x00\x04body"), tcp(0, 49, "\xc0\x01\x01\x00sess\x00\x01\x00\x04body"),
		tcp(categories.NRPE, 5666, "\x00\x03\x00\x01\x4a\x2b\x3c\x4d\x00\x00\x00\x00\x00\x00\x00\x05check"),
		tcp(0, 5666, "\x00\x03\x00\x04\x4a\x2b\x3c\x4d\x00\x00"), tcp(0, 40001, "\x00\x02\x00\x01\x4a\x2b\x3c\x4d\x00\x00check_users\x00"),
	)
}
