package chat_test

import (
	"strings"
	"testing"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7/chat"
	"github.com/nfstream/nfstream-go/l7/l7test"
)

// random is what a cipher may have written.
var random = strings.Repeat("\x9a\x3b\xc7\x11\x2e\xf0\x58\x83", 24)

const (
	noKey = "\x00\x00\x00\x00\x00\x00\x00\x00"
	ones  = "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"
	qq    = "\x02\x3b\x0b\x00\x01\x00\x17\x56\x1f\x0c\x7b\x00\x00\x00\x03"
)

func TestNames(t *testing.T) {
	tcp, udp := l7test.OverTCP, l7test.OverUDP
	discovery := strings.Repeat("\x00", 70)
	const telegram = categories.Telegram
	l7test.CheckNames(t, chat.Protos(),
		tcp(categories.WhatsApp, 40001, "WA\x01\x05\x00\x00\x18\xf8"),
		tcp(categories.WhatsApp, 40001, "ED\x00\x01\x00\x00\x04\x08\x08\x05\x02WA\x06\x03\x00\x00\x24\x12"),
		tcp(0, 40001, "WA\x09\x05\x00\x00\x18\xf8"),
		tcp(0, 40001, "WAVE\x00\x00\x00\x00"),
		tcp(0, 40001, "ED\x00\x01\x00\x00\x04\x08\x08\x05\x02XA\x06\x03\x00\x00\x24\x12"),
		tcp(telegram, 40001, "\xef\x0a"+noKey),
		tcp(telegram, 40001, "\xee\xee\xee\xee\x28\x00\x00\x00"+noKey),
		tcp(0, 40001, "\xef\x0a\x01"+noKey),
		tcp(0, 40001, "\xef\x01"+noKey),
		tcp(0, 40001, "\xee\xee\xee\xee\x28\x00\x00\x01"+noKey),
		udp(telegram, 40001, "0123456789abcdef"+ones+"\xfe\xff\xff\xff"),
		udp(0, 40001, "0123456789abcdef"+ones[1:]+"\xfe\xff\xff\xff\x00"),
		udp(0, 40001, ones+ones+ones),
		udp(categories.Discord, 40001, "\x00\x01\x00\x46"+discovery),
		udp(categories.Discord, 40001, "", "\x00\x02\x00\x46"+discovery),
		udp(categories.Discord, 40001, "\x13\x37\xca\xfe\x0e\x00\x00\x00"),
		udp(0, 40001, "\x00\x01\x00\x46"+discovery[1:]),
		udp(0, 40001, "\x13\x37\xca\xfe\x0e\x00\x00"),
		udp(categories.OICQ, 8000, qq),
		udp(categories.OICQ, 40001, qq, qq),
		udp(categories.OICQ, 40001, qq), // weakly
		udp(0, 8000, qq+"\x00"),
		tcp(categories.Threema, 5222, random[:48], random[:80], random[:144]),
		tcp(categories.Threema, 5222, random[:48], random[:80], random[:191]),
		tcp(0, 443, random[:48], random[:80], random[:191]),
		tcp(0, 40001, random[:48], random[:80], random[:144]),
		tcp(0, 5222, random[:49], random[:80], random[:140]),
		tcp(0, 5222, random[:48], random[:81], random[:144]),
		tcp(0, 5222, random[:192]),
		tcp(0, 5222, strings.Repeat("text", 12), random[:80], random[:144]),
		tcp(categories.DingTalk, 40001, "\x10\x64\x87\x80\x01\x00\x01\x00\x02\x00\x02dk\x03\x00\x20"),
		tcp(0, 40001, "\x10\x64\x87\x80\x01\x00\x01\x00\x02\x00\x02ab\x03\x00\x20"),
	)
}

func FuzzFlow(f *testing.F) {
	l7test.Fuzzing{Protos: chat.Protos(), Port: 5222}.Flow(f, [2]string{"WA\x06\x03\x00\x00\x24", "ED\x00\x01\x00\x00\x01\x08WA\x06"},
		[2]string{"\xef\x0a" + noKey, "\xee\xee\xee\xee\x28\x00\x00\x00" + noKey}, [2]string{qq, qq})
}
