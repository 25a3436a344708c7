//go:build !nfstream_no_network

package network

import (
	"testing"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7/l7test"
)

// What is almost a message is none.
func TestNames(t *testing.T) {
	udp := l7test.OverUDP
	route := "\x00\x02\x00\x00\xc0\x00\x02\x00" + zeros(11) + "\x01"
	ng := "\x20\x01\x0d\xb8" + zeros(12) + "\x00\x00\x20\x01"
	six := func(length, from, to string) string {
		return "\x60\x00\x00\x00" + length + "\x11\x40" + from + "abcdabcdabcd" + to + "efghefghefgh"
	}
	const teredo, other = "\x20\x01\x00\x00", "\x20\x01\x0d\xb8"
	pcpClient := zeros(10) + "\xff\xff\xc0\x00\x02\x01"
	l7test.CheckNames(t, Protos(),
		udp(categories.RIP, 520, "\x02\x01\x00\x00"+route), udp(categories.RIP, 520, "\x02\x02\x00\x00\xff\xff\x00\x02"+zeros(16)+route),
		udp(categories.RIP, 520, "\x01\x01\x00\x00"+zeros(19)+"\x10"), udp(categories.RIP, 521, "\x02\x01\x00\x00"+ng),
		udp(0, nobody, "\x02\x01\x00\x00"+route), udp(0, 520, "\x02\x03\x00\x00"+route), udp(0, 520, "\x02\x02\x00\x00"+route+"\x00"),
		udp(0, 520, "\x02\x02\x00\x00"+route[:19]+"\x11"), udp(0, 521, "\x02\x01\x00\x00"+ng[:18]+"\x81\x01"),
		udp(categories.PCP, 5351, "\x02\x00\x00\x00"+zeros(4)+pcpClient),
		udp(categories.PCP, 5351, "\x02\x81\x00\x00\x00\x00\x00\x78\x00\x00\x00\x05"+zeros(12)+zeros(36)),
		udp(0, 5351, "\x02\x81\x00\x00\x00\x00\x00\x78\x00\x00\x00\x05"+zeros(11)+"\x01"),
		udp(0, 5351, "\x02\x00\x00\x01"+zeros(4)+pcpClient), udp(0, nobody, "\x02\x00\x00\x00"+zeros(4)+pcpClient),
		udp(categories.Teredo, nobody, six("\x00\x04", teredo, other)+"data"),
		udp(categories.Teredo, nobody, "\x00\x00\x63\xbf\x3f\xff\xfd\xfe"+six("\x00\x00", other, teredo)),
		udp(0, nobody, six("\x00\x04", other, other)+"data"), udp(0, nobody, six("\x00\x05", teredo, other)+"data"),
	)
}
