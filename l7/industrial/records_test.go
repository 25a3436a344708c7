//go:build !nfstream_no_industrial

package industrial

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
)

func TestS7Record(t *testing.T) {
	message := func(body string) string { return "\x03\x00\x00" + string(rune(7+len(body))) + "\x02\xf0\x80" + body }
	connect, confirm := "\x03\x00\x00\x0b\x06\xe0\x00\x00\x00\x01\x00", "\x03\x00\x00\x0b\x06\xd0\x00\x01\x00\x01\x00"
	setup := message("\x32\x01\x00\x00\x02\x00\x00\x08\x00\x00\xf0\x00\x00\x01\x00\x01\x01\xe0")
	answer := message("\x32\x03\x00\x00\x02\x00\x00\x08\x00\x00\x00\x00\xf0\x00\x00\x01\x00\x01\x01\xe0")
	read := message("\x32\x01\x00\x00\x03\x00\x00\x02\x00\x00\x04\x01")
	for _, c := range []struct {
		kind, function uint8
		turns          []string
	}{
		{1, 4, []string{connect, confirm, setup, answer, read, "", message("\x32\x01\x00\x00\x03\x00\x00\x02\x00\x00\x05\x01")}},
		{3, 0xf0, []string{connect, confirm, setup, answer}},
		{7, 0, []string{message("\x32\x07\x00\x00\x03\x00\x00\x08\x00\x00\x00\x01\x12\x04\x11\x44\x01\x00")}},
		{3, 4, []string{"", message("\x32\x03\x00\x00\x03\x00\x00\x02\x00\x00\x00\x00\x04\x01")}},
	} {
		got := l7test.Record[S7](t, l7test.Engines(Protos()), l7test.Script{On: l7.TCP, Port: 102, Turns: c.turns})
		require.Equal(t, S7{Type: c.kind, Function: c.function}, got, "%q", c.turns)
	}
}

func TestBACnetRecord(t *testing.T) {
	message := func(function byte, body string) string {
		return "\x81" + string([]byte{function, 0, byte(4 + len(body))}) + body
	}
	for text, want := range map[string]BACnet{
		message(11, "\x01\x20\xff\xff\x00\xff\x10\x08"):                     {Type: 1, Service: 8},
		message(11, "\x01\x00\x10\x00\xc4\x02\x00\x04\xd2\x22\x01\xe0"):     {Type: 1, Object: "8:1234"},
		message(4, "\xc0\x00\x02\x01\xba\xc0\x01\x00\x10\x00\xc4\x00\x00"):  {Type: 1},
		message(10, "\x01\x04\x00\x05\x01\x0c\x0c\x00\x00\x00\x05\x19\x55"): {Service: 12, Object: "0:5"},
		message(10, "\x01\x0c\x00\x05\x01\x06\x08\x05\x01\x00\x01\x0c"):     {Service: 12},
		message(10, "\x01\x00\x38\x01\x01\x04\x0c\x0c\x00\x00\x00\x05"):     {Type: 3, Service: 12, Object: "0:5"},
		message(10, "\x01\x00\x20\x01\x0f"):                                 {Type: 2, Service: 15},
		message(11, "\x01\x80\x00"):                                         {},
	} {
		got := l7test.Record[BACnet](t, l7test.Engines(Protos()), l7test.Script{On: l7.UDP, Port: 47808, Turns: []string{text}})
		require.Equal(t, want, got, "%q", text)
	}
}
