package p2p_test

import (
	"strings"
	"testing"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/p2p"
)

const (
	user = "0123456789abcdef\x01\x02\x03\x04\x36\x12"
	id   = "0123456789abcdef"
)

func utp(kind, connection, time, sequence, acknowledged byte) string {
	return string([]byte{kind, 0, 7, connection, 0, 0, 9, time, 0, 0, 0, 5, 0, 1, 0, 0, 3, sequence, 3, acknowledged})
}

func TestNames(t *testing.T) {
	const bt, gnutella, eDonkey = categories.BitTorrent, categories.Gnutella, categories.EDonkey
	const soulseek = categories.Soulseek
	const login = "\x40\x00\x00\x00\x01\x00\x00\x00\x05\x00\x00\x00alice\x03\x00\x00\x00abc\xa0\x00\x00\x00" +
		"\x20\x00\x00\x000123456789abcdef0123456789abcdef\x11\x00\x00\x00"
	tcp, udp := l7test.OverTCP, l7test.OverUDP
	l7test.CheckNames(t, p2p.Protos(),
		tcp(categories.DirectConnect, 40001, "", "$Lock EXTENDEDPROTOCOLABCABC Pk=hub|"),
		tcp(categories.DirectConnect, 40001, "HSUP ADBASE ADTIGR\n"), tcp(0, 411, "$Loch |"), tcp(0, 411, "HSUP BASE\n"),
		udp(categories.DirectConnect, 40001, "$SR nick a/file\x055 1/2\x05hub|"), udp(0, 412, "$SR nick a/file 5 1/2 hub|"),
		tcp(bt, 40001, "\x13BitTorrent protocol\x00\x00\x00\x00\x00\x10\x00\x05"),
		tcp(bt, 40001, "", "\x13BitTorrent protocol"),
		tcp(bt, 40001, "\x00\x00\x00\x20\x14\x00d1:ei0e"),
		tcp(0, 40001, "\x00\x00\x00\x20\x14\x01d1:ei0e"),
		tcp(0, 6881, "\x13BitTorrent file"),
		tcp(0, 6881, "\x13BitTorrent proto"),
		udp(bt, 40001, "d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aa1:y1:qe"),
		udp(bt, 40001, "d2:ip6:abcdef1:rd2:id20:abcdefghij01234567895:nodes0:e1:t4:abcd1:v4:UT~b1:y1:re"),
		udp(0, 6881, "d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t2:aae"),
		udp(0, 6881, "d1:t2:aa1:yi1ee"),
		udp(0, 6881, "d1:y1:qe"),
		udp(0, 6881, "d8:intervali1800e5:peers6:abcdefe"),
		udp(0, 6881, "d"+strings.Repeat("l", 1400)),
		udp(bt, 40001, "\x41\x00\x53\x02\x10\xee\xb2\xf0\x00\x00\x00\x00\x00\x00\x00\x00\xe7\xf5\x00\x00"),
		udp(bt, 40001, "\x41\x02\x53\x02\x10\xee\xb2\xf0\x00\x00\x00\x00\x00\x00\x00\x00\xe7\xf5\x00\x00"+
			"\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00"),
		udp(bt, 40001, utp(0x01, 1, 1, 5, 9)+"data", utp(0x21, 0, 2, 9, 5)),
		udp(bt, 40001, utp(0x01, 1, 1, 5, 9), "", utp(0x01, 1, 2, 6, 9), "", utp(0x21, 1, 3, 7, 9)),
		udp(0, 40001, utp(0x01, 1, 1, 5, 9), utp(0x21, 4, 2, 9, 5)),
		udp(0, 40001, utp(0x01, 1, 1, 5, 5), utp(0x01, 1, 1, 5, 5)),
		udp(0, 40001, utp(0x01, 1, 1, 5, 9), "", utp(0x01, 2, 2, 6, 9), "", utp(0x01, 3, 3, 7, 9)),
		udp(0, 40001, utp(0x01, 1, 1, 5, 9)),
		udp(0, 40001, utp(0x21, 1, 1, 5, 9)+"data", utp(0x21, 0, 2, 9, 5)),
		udp(bt, 40001, "BT-SEARCH * HTTP/1.1\r\nHost: 239.192.152.143:6771\r\n\r\n"),
		udp(0, 6771, "M-SEARCH * HTTP/1.1\r\n\r\n"),
		udp(bt, 40001, "\x00\x00\x04\x17\x27\x10\x19\x80\x00\x00\x00\x00abcd"),
		udp(0, 40001, "\x00\x00\x04\x17\x27\x10\x19\x80\x00\x00\x00\x01abcd"),

		tcp(soulseek, 40001, login),
		tcp(soulseek, 40001, "\x13\x00\x00\x00\x01\x05\x00\x00\x00alice\x01\x00\x00\x00F\x00\x00\x00\x00"),
		tcp(0, 2234, "\x13\x00\x00\x00\x01\x05\x00\x00\x00alice\x01\x00\x00\x00X\x00\x00\x00\x00"),
		tcp(0, 2234, "\x14\x00\x00\x00\x01\x05\x00\x00\x00alice\x01\x00\x00\x00F\x00\x00\x00\x00\x00"),
		tcp(0, 2242, strings.Replace(login, "89ab", "89xy", 1)),
		tcp(0, 2242, "\x02\x00\x00\x00\x01\x00\x00\x00\x05\x00\x00\x00alice"),

		tcp(gnutella, 40001, "GNUTELLA CONNECT/0.6\r\n"),
		tcp(gnutella, 40001, "", "GNUTELLA/0.6 503 Full\r\n"),
		tcp(gnutella, 40001, "GIV 36:809BC12168A1852CFF5D7A785833F600/Foo.txt\n\n"),
		tcp(0, 6346, "GIV me a file please, as soon as you can\n\n"),
		udp(gnutella, 40001, id+"\x00\x01\x00\x00\x00\x00\x00"),
		udp(gnutella, 40001, id+"\x01\x01\x00\x0e\x00\x00\x00abcdefghijklmn"),
		udp(gnutella, 40001, "GND\x00\x00\x01\x01\x01\x10\x00PI"),
		udp(gnutella, 40001, "GND\x00\x00\x01\x01\x00"),
		udp(gnutella, 40001, "GTA\x12\x00\x01\x01\x02abc"),
		udp(0, 6346, "GND\x0c\x00\x01\x01\x01\x10\x00PI"),
		udp(0, 6346, "GND\x00\x00\x01\x03\x02\x10\x00PI"),
		udp(0, 6346, strings.Repeat("\x00", 16)+"\x00\x01\x00\x00\x00\x00\x00"),
		udp(0, 6346, id+"\x00\x01\x00\x01\x00\x00\x00\xc3\x00"),
		udp(0, 6346, id+"\x07\x01\x00\x00\x00\x00\x00"),

		tcp(eDonkey, 40001, "\xe3\x22\x00\x00\x00\x01\x10"+user+"\x01\x00\x00\x00\x02\x01\x00\x01a\x00\x00\x00"),
		tcp(eDonkey, 40001, "", "\xe3\x21\x00\x00\x00\x4c"+user+"\x01\x00\x00\x00\x02\x01\x00\x01a\x00\x00\x00"),
		tcp(eDonkey, 40001, "\xe3\x21\x00\x00\x00\x01"+user+"\x01\x00\x00\x00\x02\x01\x00\x01a\x00\x00\x00"),
		tcp(0, 4662, "\xe3\x22\x00\x00\x00\x01\x10"+user+"\x00\x00\x00\x00\x02\x01\x00\x01a\x00\x00\x00"),
		tcp(0, 4662, "\xe3\x22\x00\x00\x00\x02"),
		udp(eDonkey, 40001, "\xe3\x96\x01\x02\xaa\x55", "\xe3\x97\x01\x02\xaa\x55"),
		udp(0, 4665, "\xe3\x96\x01\x02\xaa\x55", "\xe3\x99\x01\x02\xaa\x55"),
		udp(0, 4665, "\xe3\x96\x01\x02\xaa\x55"),
		udp(eDonkey, 40001, "\xe4\x21\x02"+id+id),
		udp(eDonkey, 40001, "\xe4\x60", "\xe4\x61\x01\x02"),
		udp(0, 4672, "\xe4\x21\x03"+id+id),
		udp(0, 4672, "\xe4\x60", "\xe4\x60"),
		udp(eDonkey, 40001, "\xe4\x29"+id+"\x01"+id+"\x01\x02\x03\x04\x05\x06\x07\x08\x08"),
		udp(0, 4672, "\xe4\x29"+id+"\x02"+id+"\x01\x02\x03\x04\x05\x06\x07\x08\x08"),

		udp(categories.Syncthing, 40001, "\x2e\xa7\xd9\x0b\x0a\x20"+id+id),
		udp(0, 21027, "\x2e\xa7\xd9\x0c\x0a\x20"+id+id),
	)
}

func FuzzFlow(f *testing.F) {
	l7test.Fuzzing{Protos: p2p.Protos(), Port: 6881}.Flow(f, [2]string{utp(0x01, 1, 1, 5, 9), utp(0x21, 0, 2, 9, 5)},
		[2]string{"GIV 36:809BC12168A1852CFF5D7A785833F600/", id + "\x00\x01\x00\x00\x00\x00\x00"},
		[2]string{"d1:rd2:id20:mnopqrstuvwxyz123456e1:t2:aa1:y1:re", "GND\x00\x00\x01\x01\x01\x10\x00PI"},
		[2]string{"$MyNick a|$Lock EXTENDEDPROTOCOL Pk=a|", "\x13\x00\x00\x00\x01\x05\x00\x00\x00alice\x01\x00\x00\x00F\x00"},
		[2]string{"\xe3\x22\x00\x00\x00\x01\x10" + user + "\x01\x00\x00\x00\x02\x01\x00\x01a", "\xe4\x21\x02" + id + id})
}
