//go:build !nfstream_no_vpn

package vpn

import (
	"testing"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7/l7test"
)

func TestSamples(t *testing.T) {
	l7test.CheckDescriptors(t, Protos())
	l7test.CheckSamples(t, Protos())
	l7test.CheckProbesAllocateNothing(t, Protos())
}

func FuzzFlow(f *testing.F) { l7test.Fuzzing{Protos: Protos()}.Records(f) }

// What is almost a message of L2TP is none.
func TestL2TP(t *testing.T) {
	const header, kind = "\x00\x00\x00\x00\x00\x00\x00\x00", "\x80\x08\x00\x00\x00\x00\x00\x01"
	udp := l7test.OverUDP
	l7test.CheckNames(t, Protos(),
		udp(categories.L2TP, 40001, "\xc8\x02\x00\x14"+header+kind), udp(categories.L2TP, 40001, "\xc8\x03\x00\x14"+header+kind),
		udp(categories.L2TP, 1701, "\xc8\x02\x00\x0c"+header), udp(0, 40001, "\xc8\x02\x00\x0c"+header),
		udp(0, 40001, "\xc8\x02\x00\x15"+header+kind), udp(0, 40001, "\xc8\x02\x00\x14"+header+"\x80\x08\x00\x00\x00\x01\x00\x01"),
		udp(categories.L2TP, 1701, "\x40\x02\x00\x0a\x00\x01\x00\x02\xff\x03"), udp(0, 1701, "\x40\x02\x00\x0b\x00\x01\x00\x02\xff\x03"),
		udp(categories.L2TP, 1701, "\x00\x02\x00\x01\x00\x02\xff\x03"), udp(0, 40001, "\x40\x02\x00\x0a\x00\x01\x00\x02\xff\x03"),
	)
}
