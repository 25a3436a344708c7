//go:build !nfstream_no_product

package product

import (
	"testing"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7/l7test"
)

// What is almost a message is none, and what is too little is named by both sides.
func TestNames(t *testing.T) {
	const ask, answer = "\x00\x00\x00\x01\x00\x00\x0d\xda\x00\x01\x4b\x07\x00\x00\x90\x00",
		"\x00\x00\x00\x01\x00\x00\x0d\xda\x00\x01\x4b\x07\x00\x00\x60\x00"
	l7test.CheckNames(t, Protos(),
		l7test.OverTCP(categories.HCLNotes, 1352, notesStart+"\x10\x0f"+notesFixed),
		l7test.OverTCP(0, 40001, notesStart+"\x10\x0f"+notesFixed),
		l7test.OverTCP(categories.HCLNotes, 1352, notesStart+"0123456789", "\x20\x01\x00\x000123456789"),
		l7test.OverTCP(0, 1352, notesStart+"0123456789"), l7test.OverTCP(0, 1352, notesStart+"0123456789", "\x20\x01\x01\x000123456789"),
		l7test.OverTCP(0, 8080, "HI\n"), l7test.OverTCP(0, 8080, "HI\n", "HELLO you\n"), l7test.OverTCP(0, 8080, "",
			"HELLO 2.4 2016\n"),
		l7test.OverTCP(categories.Ookla, 40001, "HI\n", "HELLO 2.4 2016-10-06\n"),
		l7test.OverTCP(0, 40001, "HI there\n"), l7test.OverTCP(0, 80, "NOSA\x00\x60\x02\x01"),
		l7test.OverTCP(0, 40001, "\x7f\x7fICB\x00"), l7test.OverTCP(0, 40001, "\xce\xfa\xbe\xba\x80\x00\x01\x00"),
		l7test.OverUDP(0, 40001, ask, answer), l7test.OverUDP(categories.EAQ, 6000, ask, answer),
		l7test.OverUDP(0, 17500, `{"host": 1, "version": [2, 0], "port": 17500}`),
		l7test.OverUDP(0, 8612, "BJNP\x05\x01\x00\x00\x17\xa4\x00\x00\x00\x00\x00\x00"),
		l7test.OverTCP(0, 11095, "\x11\x02\x00\x13\x08\x03\x00\x00\x36\x9e\x27\x00\x00\x30\xb4\x19\x04\x00\x00\x00"+
			"\x02\x30\xb4\x18"),
	)
}
