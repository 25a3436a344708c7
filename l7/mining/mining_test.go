package mining_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/mining"
)

var (
	signed = strings.Repeat("0123456789abcdef", 6)
	auth   = "\x01\x50\x04" + strings.Repeat("0123456789abcdef", 21)[1:]
)

const (
	login   = `{"method":"login","params":{"login":"4B","pass":"x","agent":"xmr-stak/2.0"},"id":1}` + "\n"
	version = "\xf9\xbe\xb4\xd9version\x00\x00\x00\x00\x00\x55\x00\x00\x00\x01\x7d\x00\x00"
	levin   = "\x01\x21\x01\x01\x01\x01\x01\x01\x06\x01\x00\x00"
	ping    = "\x00\x01\xdc\x04\xcb\x84\xc0\x00\x02\x01\x82\x76\x5f\x82\x76\x5f\xc9" +
		"\x84\xc0\x00\x02\x02\x82\x76\x5f\x80\x84\x60\x00\x00\x00"
)

func TestNames(t *testing.T) {
	tcp, udp := l7test.OverTCP, l7test.OverUDP
	l7test.CheckNames(t, mining.Protos(),
		tcp(categories.Mining, 40001, login),
		tcp(categories.Mining, 40001, `{"id": 1, "method": "mining.authorize", "params": ["a", "b"]}`+"\n"),
		tcp(categories.JSONRPC, 40001, `{"jsonrpc":"2.0","method":"eth_getWork","params":[],"id":1}`+"\n").Carrying(categories.Mining),
		tcp(categories.Ethereum, 40001, `{"id":1,"jsonrpc":"2.0","method":"eth_submitLogin","params":["0x0"]}`+"\n"),
		tcp(categories.Mining, 40001, "", `{"id":null,"method":"mining.notify","params":["bf"]}`+"\n"),
		tcp(0, 3333, `{"method":"login","params":["a","b"],"id":1}`+"\n"),
		tcp(0, 3333, `{"jsonrpc":"2.0","method":"eth_blockNumber","id":1}`+"\n"),
		tcp(0, 3333, "{1,2}"),
		tcp(0, 3333, `{"method"`),
		tcp(0, 3333, "{\n  \"method\": \"mining.subscribe\"\n}"),
		tcp(categories.Bitcoin, 40001, version),
		tcp(categories.Bitcoin, 40001, "", "\xfb\xc0\xb6\xdbverack\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x5d\xf6\xe0\xe2"),
		tcp(0, 8333, "\xf9\xbe\xb4\xd8"+version[4:]),
		tcp(0, 8333, "\xf9\xbe\xb4\xd9ver\x00ion\x00\x00\x00\x00\x00\x55\x00\x00\x00"),
		tcp(0, 8333, version[:16]+"\xff\xff\xff\xff"),
		udp(categories.Ethereum, 40001, signed+ping),
		udp(0, 30303, signed+"\x02"+ping[1:]),
		udp(0, 30303, signed+ping[:2]+"\xdf"+ping[3:]),
		udp(0, 30303, signed+"\x00\x07"+ping[2:]),
		udp(categories.Ethereum, 40001, signed+"\x01\x03\xf8\x47\xb8\x40"+signed[:64]+"\x84\x60\x00\x00\x00"),
		udp(categories.Ethereum, 40001, signed+"\x01\x05\xc5\x84\x60\x00\x00\x00"),
		udp(categories.Ethereum, 40001, signed+"\x01\x06\xf8\xa1\xa0"+signed+signed[:64]),
		tcp(categories.Ethereum, 30303, auth),
		tcp(categories.Ethereum, 40001, auth, auth),
		tcp(0, 40001, auth, "ok"),
		tcp(0, 30303, auth+"more"),
		tcp(0, 30303, auth[:200]),
		tcp(categories.Monero, 40001, levin),
		tcp(0, 18080, "\x01\x21\x01\x01\x01\x01\x01\x02"),
		tcp(categories.Nano, 40001, "RC\x14\x14\x12\x0a\x05\x00\xf0"),
		tcp(0, 7075, "RC\x14\x15\x12\x0a\x05\x00\xf0"),
		tcp(0, 7075, "RCPT TO:<a@example.test>\r\n"),
		udp(categories.ZUG, 40001, "\x00zUG\x10\xae\xa0"),
		udp(0, 19000, "\x00zUG"),
	)
}

// Who mines is read from a miner's messages, however they are cut.
func TestMiners(t *testing.T) {
	for name, c := range map[string]struct {
		turns []string
		want  mining.Mining
		agent string
	}{
		"stratum": {[]string{`{"id":1,"method":"mining.subscribe","params":["cgminer/4"]}` + "\n" +
			`{"id": 2, "method": "mining.authorize", "params": ["a.worker", "x"]}` + "\n"},
			mining.Mining{Method: "mining.subscribe", User: "a.worker"}, "cgminer/4"},
		"login": {[]string{login}, mining.Mining{Method: "login", User: "4B"}, "xmr-stak/2.0"},
		"ethereum": {[]string{`{"id":1,"method":"eth_submitLogin","params":["0x0.rig"]}` + "\n"},
			mining.Mining{Method: "eth_submitLogin", User: "0x0.rig"}, ""},
		"pool": {[]string{"", `{"id":null,"method":"mining.notify","params":["bf"]}` + "\n"}, mining.Mining{Method: "mining.notify"}, ""},
	} {
		for _, size := range []int{0, 1, 50} {
			k := l7test.Script{On: l7.TCP, Port: 40001, Size: size, Turns: c.turns}.
				Play(l7.NewEngine(l7.Compile(mining.Protos()), l7.Limits{TCP: 1000}))
			if !k.Flow.Decided() {
				k.End()
			}
			require.Equal(t, &c.want, metadata.Get[mining.Mining](k.Metadata), "%s, in segments of %d", name, size)
			require.Equal(t, c.agent, k.Metadata.ClientText, name)
		}
	}
}

func FuzzFlow(f *testing.F) {
	l7test.Fuzzing{Protos: mining.Protos(), Port: 8333}.Flow(f, [2]string{login, `{"id":1,"method":"mining.notify"}`},
		[2]string{version, levin}, [2]string{auth, auth}, [2]string{signed + ping, signed + "\x01\x05\xc5\x84\x60\x00\x00\x00"})
}
