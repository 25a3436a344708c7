//go:build !nfstream_no_games

package games

import (
	"strings"
	"testing"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7/l7test"
)

// What is almost a message of a game is none, and what takes several is named by them.
func TestNames(t *testing.T) {
	zeroes := func(n int) string { return strings.Repeat("\x00", n) }
	frames := "\x84\x02\x00\x00\x00\x00\x88\x03" + zeroes(16)
	l7test.CheckNames(t, Protos(),
		l7test.OverUDP(0, 40001, "\x05"+raknetMagic[:15]+"\x00\x00\x00"),
		l7test.OverUDP(0, 40001, frames),
		l7test.OverUDP(categories.RakNet, 40001, frames, frames),
		l7test.OverUDP(0, 40001, frames[:23], frames[:23]),
		l7test.OverUDP(categories.RakNet, 40001, "\xc0\x00\x03\x01\x00\x00\x00\x01\x01\x00\x00\x01\x02\x00\x00"),
		l7test.OverUDP(0, 40001, "\xc0\x00\x03\x01\x00\x00\x00\x01\x01\x00\x00\x01\x02\x00\x00\x00"),
		l7test.OverUDP(0, 40001, "\xff\xff\xff\xffTSource Engine Query"),
		l7test.OverUDP(0, 40001, "\xff\xff\xff\xff\x55\xff\xff\xff\xff"),
		l7test.OverUDP(categories.SourceEngine, 40001, "\xff\xff\xff\xff\x55\xff\xff\xff\xff",
			"\xff\xff\xff\xff\x41abcd"),
		l7test.OverUDP(0, 40001, "\x00\x00\x00\xff"+zeroes(8)+"\x49\x96\x02\xd3\xff\xff\xff\xff"),
		l7test.OverUDP(0, 40001, "\x0a\x00\x00\x00\x51\x00\x80\x00\x14\x00\x00\x00"+zeroes(8)+"\x04\x00\x00\x00dat"),
		l7test.OverUDP(0, 40001, "12345678ping", "12345679ping"),
		l7test.OverUDP(categories.CoDMobile, 40001, "\x43\x01\xc0\x12"+zeroes(80), "\x43\x02\xc0\x00"+zeroes(8)),
		l7test.OverUDP(0, 40001, "\x43\x02\xc0\x00"+zeroes(8)),
		l7test.OverUDP(0, 40001, "\x43\x01\xc0\x12"+zeroes(80), "", "\x43\x02\xc0\x00"+zeroes(8)),
		l7test.OverUDP(categories.Crossfire, 40001, crossfireStart+zeroes(31), crossfireStart+zeroes(1)),
		l7test.OverUDP(0, 40001, crossfireStart+zeroes(31)), l7test.OverUDP(0, 40001, crossfireStart+zeroes(21)),
		l7test.OverUDP(categories.CoDMobile, 40001, "12345678ping", "12345678ping"),
		l7test.OverUDP(0, 40001, "\x0d\x02\x00abcdefghijklmnopqrstuvwxyz", "\x0c\x02\x00abcdefghijklmnopqrstuvwxyZ"),
		l7test.OverUDP(categories.Activision, 40001, "\x0d\x02\x00abcdefghijklmnopqrstuvwxyz",
			"\x0c\x02\x00abcdefghijklmnopqrstuvwxyz"),
		l7test.OverUDP(0, 40001, "\x00\x0b\x00\x01\x00\x02\x00\x0b\x00\x00\x00\x00",
			"\x00\x0b\x00\x01\x00\x03\x00\x0b\x00\x00\x00\x00"),
		l7test.OverTCP(0, 40001, "\x00\x00\x03\x56\x00\x01\x00\x01\x00\x00\x03\x4f\x01\x10"),
		l7test.OverTCP(0, 40001, "HCabcdefghijklmnopqrstuvwxyzabcde\x00"),
		l7test.OverTCP(0, 40001, "\x33\x66\x00\x0b\x00\x0c\x10\x01\x00\x00\x00\x00\x00\x01"),
		l7test.OverTCP(0, 40001, "\x18\x00\x00\x00VT02\x17\x05\x00\x00"),
	)
}
