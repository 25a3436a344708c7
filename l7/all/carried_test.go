package all

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/http"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/ssh"
	"github.com/nfstream/nfstream-go/l7/tls"
)

const innerName = "inner.example"

func u16(n int) string { return string(binary.BigEndian.AppendUint16(nil, uint16(n))) }

// hello is a record with a client's hello for innerName, padded (RFC 7685) to be so much longer.
func hello(padding int) string {
	name := "\x00" + u16(len(innerName)) + innerName
	extensions := "\x00\x00" + u16(len(name)+2) + u16(len(name)) + name +
		"\x00\x2b\x00\x03\x02\x03\x04" + "\x00\x15" + u16(padding) + strings.Repeat("\x00", padding)
	body := "\x03\x03" + strings.Repeat("r", 32) + "\x00" + "\x00\x02\x13\x01" + "\x01\x00" +
		u16(len(extensions)) + extensions
	message := "\x01\x00" + u16(len(body)) + body
	return "\x16\x03\x01" + u16(len(message)) + message
}

// serverHello is a record with the answer.
func serverHello() string {
	body := "\x03\x03" + strings.Repeat("s", 32) + "\x00" + "\x13\x01" + "\x00" + u16(6) + "\x00\x2b\x00\x02\x03\x04"
	message := "\x02\x00" + u16(len(body)) + body
	return "\x16\x03\x03" + u16(len(message)) + message + "\x17\x03\x03\x00\x20" + strings.Repeat("e", 32)
}

// said is what one side says at once.
type said struct {
	dir  uint8
	text string
}

func client(text string) said { return said{0, text} }
func server(text string) said { return said{1, text} }

// carrier is a protocol that carries another, with what is said before that.
type carrier struct {
	name  string
	id    categories.ID
	first []said
}

const (
	methods, noAuth, withPassword = "\x05\x01\x00", "\x05\x00", "\x05\x02"
	request5                      = "\x05\x01\x00\x03\x0dproxied.tests\x01\xbb"
	granted5                      = "\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00"
	granted4                      = "\x00\x5a\x00\x00\x00\x00\x00\x00"
	version2                      = "\r\n\r\n\x00\r\nQUIT\n"
)

var carriers = []carrier{
	{"CONNECT", categories.HTTPConnect, []said{client("CONNECT proxied.tests:443 HTTP/1.1\r\n\r\n"), server("HTTP/1.1 200 OK\r\n\r\n")}},
	{"SOCKS4", categories.SOCKS, []said{client("\x04\x01\x01\xbb\xc0\x00\x02\x01me\x00"), server(granted4)}},
	{"SOCKS4a", categories.SOCKS, []said{client("\x04\x01\x01\xbb\x00\x00\x00\x01\x00proxied.tests\x00"), server(granted4)}},
	{"SOCKS4 bind", categories.SOCKS, []said{client("\x04\x02\x01\xbb\xc0\x00\x02\x01\x00"), server(granted4), server(granted4)}},
	{"SOCKS5", categories.SOCKS, []said{client(methods), server(noAuth), client(request5), server(granted5)}},
	{"SOCKS5 address", categories.SOCKS, []said{client("\x05\x02\x00\x02"), server(noAuth),
		client("\x05\x01\x00\x01\xc0\x00\x02\x01\x01\xbb"), server(granted5)}},
	{"SOCKS5 IPv6", categories.SOCKS, []said{client(methods), server(noAuth),
		client("\x05\x01\x00\x04" + strings.Repeat("\x20", 16) + "\x01\xbb"), server("\x05\x00\x00\x04" + strings.Repeat("\x00", 18))}},
	{"SOCKS5 password", categories.SOCKS, []said{client("\x05\x03\x00\x01\x02"), server(withPassword),
		client("\x01\x02me\x06secret"), server("\x01\x00"), client(request5), server(granted5)}},
	{"PROXY 1", categories.HAProxy, []said{client("PROXY TCP4 192.0.2.1 192.0.2.2 40000 443\r\n")}},
	{"PROXY 1 IPv6", categories.HAProxy, []said{client("PROXY TCP6 2001:db8::1 2001:db8::2 1 65535\r\n")}},
	{"PROXY 1 unknown", categories.HAProxy, []said{client("PROXY UNKNOWN\r\n")}},
	{"PROXY 2", categories.HAProxy, []said{client(version2 + "\x21\x11\x00\x0c\xc0\x00\x02\x01\xc0\x00\x02\x02\x9c\x40\x01\xbb")}},
	{"PROXY 2 local", categories.HAProxy, []said{client(version2 + "\x20\x00\x00\x00")}},
	{"PROXY 2 values", categories.HAProxy, []said{client(version2 + "\x21\x21" + u16(36+16) + strings.Repeat("\x20", 36) +
		"\x02" + u16(13) + "proxied.tests")}},
	{"PROXY in SOCKS", categories.SOCKS, []said{client(methods), server(noAuth), client(request5), server(granted5),
		client("PROXY TCP4 192.0.2.1 192.0.2.2 40000 443\r\n")}},
	{"SOCKS in PROXY", categories.HAProxy, []said{client("PROXY UNKNOWN\r\n"), client(methods), server(noAuth),
		client(request5), server(granted5)}},
	{"SOCKS in CONNECT", categories.HTTPConnect, []said{client("CONNECT a:1 HTTP/1.1\r\n\r\n"), server("HTTP/1.1 200 OK\r\n\r\n"),
		client(methods), server(noAuth), client(request5), server(granted5)}},
}

var allTables = l7.Compile(Protos(), LabelClassifiers()...)

func newTalk(port uint16) *l7test.Talk {
	return l7test.NewTalk(l7.NewEngine(allTables, benchLimits), l7.TCP, 40000, port)
}

// tell plays what is said, each in segments of a size or random ones.
func tell(k *l7test.Talk, all []said, size int, r *rand.Rand) {
	for _, s := range all {
		if size > 0 {
			k.Segments(s.dir, []byte(s.text), size)
		} else {
			k.Split(r, s.dir, []byte(s.text))
		}
	}
}

// What a proxy carries is read, in whatever segments it comes; the flow's protocol is the proxy's.
func TestCarried(t *testing.T) {
	for _, c := range carriers {
		for _, size := range []int{0, 1, 2, 3, 7, 100, 1 << 16} {
			for _, padding := range []int{0, 1300} {
				t.Run(fmt.Sprint(c.name, "/", size, "/", padding), func(t *testing.T) {
					k := newTalk(4000)
					r := rand.New(rand.NewPCG(uint64(size), 9))
					tell(k, c.first, size, r)
					require.Equal(t, c.id, k.Flow.Protocol)
					tell(k, []said{client(hello(padding)), server(serverHello())}, size, r)
					require.True(t, k.Flow.Decided())
					require.Equal(t, c.id, k.Flow.Protocol)
					require.Equal(t, l7.ByInspection, k.Flow.Confidence)
					requireInner(t, k)
				})
			}
		}
	}
}

func requireInner(t *testing.T, k *l7test.Talk, of ...any) {
	t.Helper()
	require.NotNil(t, k.Metadata, of)
	require.NotNil(t, metadata.Get[tls.Metadata](k.Metadata), of)
	require.Equal(t, innerName, k.Metadata.ServerName, of)
	require.NotEmpty(t, metadata.Get[tls.Metadata](k.Metadata).JA4, of)
	require.NotEmpty(t, metadata.Get[tls.Metadata](k.Metadata).JA3S, of)
}

// A client may speak before the proxy has answered, and what goes one way may come in one segment.
func TestCarriedEarly(t *testing.T) {
	for _, c := range carriers {
		k := newTalk(4000)
		var sides [2]string
		for _, s := range c.first {
			sides[s.dir] += s.text
		}
		if c.id == categories.HTTPConnect && len(c.first) > 2 {
			continue // the inner proxy's answer is not the outer one's
		}
		last := len(c.first) - 1
		if c.first[last].dir == 0 {
			last++
		}
		tell(k, c.first[:last], 1<<16, nil)
		k.Say(0, []byte(hello(0)))
		if last < len(c.first) {
			k.Say(1, []byte(c.first[last].text+serverHello()))
		} else {
			k.Say(1, []byte(serverHello()))
		}
		if strings.HasPrefix(c.name, "SOCKS4") {
			require.Equal(t, innerName, k.Metadata.ServerName) // the request alone does not tell what it is
			continue
		}
		require.Equal(t, c.id, k.Flow.Protocol, c.name)
		requireInner(t, k, c.name)
	}
}

// All that either side says comes in one segment each, however it came about.
func TestCarriedAtOnce(t *testing.T) {
	for _, c := range carriers {
		if strings.Contains(c.name, " in ") {
			continue
		}
		k := newTalk(4000)
		var sides [2]string
		for _, s := range append(c.first[:len(c.first):len(c.first)], client(hello(0)), server(serverHello())) {
			sides[s.dir] += s.text
		}
		if strings.HasPrefix(c.name, "SOCKS5") {
			continue // nobody asks before the method is known
		}
		k.Turns(sides[0], sides[1])
		require.Equal(t, c.id, k.Flow.Protocol, c.name)
		requireInner(t, k)
	}
}

// Where one direction was captured alone, what it carries is read as well, but for SOCKS 4, whose request alone could be
// anything.
func TestCarriedOneWay(t *testing.T) {
	for _, c := range carriers {
		if strings.HasPrefix(c.name, "SOCKS4") || c.id == categories.HTTPConnect {
			continue
		}
		k := newTalk(4000)
		for _, s := range c.first {
			if s.dir == 0 {
				k.Say(0, []byte(s.text))
			}
		}
		k.Say(0, []byte(hello(0)))
		k.End()
		require.Equal(t, c.id, k.Flow.Protocol, c.name)
		require.Equal(t, innerName, k.Metadata.ServerName, c.name)
	}
	k := newTalk(4000)
	k.Say(1, []byte(noAuth))
	k.Say(1, []byte(granted5))
	k.Say(1, []byte(serverHello()))
	k.End()
	require.Equal(t, categories.SOCKS, k.Flow.Protocol)
	require.NotEmpty(t, metadata.Get[tls.Metadata](k.Metadata).JA3S)
}

// Other protocols than TLS are carried too.
func TestCarriedOthers(t *testing.T) {
	for _, c := range carriers {
		k := newTalk(4000)
		tell(k, c.first, 1<<16, nil)
		k.Turns("SSH-2.0-a\r\n", "SSH-2.0-b\r\n")
		k.End()
		require.Equal(t, c.id, k.Flow.Protocol, c.name)
		require.Equal(t, &ssh.Metadata{Client: "SSH-2.0-a", Server: "SSH-2.0-b"}, metadata.Get[ssh.Metadata](k.Metadata), c.name)
		if c.id == categories.HTTPConnect {
			continue // what HTTP it carries is not told apart from its own
		}
		k = newTalk(4000)
		tell(k, c.first, 1<<16, nil)
		k.Turns("GET http://x.example/a HTTP/1.1\r\nHost: "+innerName+"\r\n\r\n", "HTTP/1.1 404 No\r\n\r\n")
		k.End()
		require.Equal(t, c.id, k.Flow.Protocol, c.name)
		require.EqualValues(t, 404, metadata.Get[http.Metadata](k.Metadata).Status, c.name)
	}
}

// However short what comes before it, and whatever protocol that could begin, a hello is found, in any segments.
func TestHelloBehindPreambles(t *testing.T) {
	preambles := append([]string{
		"\x01\x02", "\x05\x01\x00", "\x05\x01\x00\x01\x5d\xb8\xd8\x77\x01\xbb", "\x00", "\x00\x0c", "\x00\x00\x06",
		"\x10\x00ab\x01\x00\x00\x01",
		"\x04\x01\x01\xbb\xc0\x00\x02\x01\x00", "\x04\x01", "\x04", "\x05", "\x05\x02\x00\x02", "\x16", "\x16\x03",
		"\x16\x03\x01\x40\x00", "\x17\x03\x03\x20\x00",
		"\x15\x03\x03", "\x80", "\x80\x2e\x01", "\x81", "\x81\x7e", "G", "GET /", "HTTP/", "PRI *", "PROXY ",
		"PROXY TCP4 1", "\r\n", "\r\n\r\n\x00\r\n", "SSH",
		"SSH-", "STARTTLS", "STARTTLS\r\n", "AUTH TLS\r\n", "A1 STARTTLS\r\n",
		"\x03\x00\x00\x13\x0e\xe0\x00\x00\x00\x00\x00\x01\x00\x08\x00\x03\x00\x00\x00",
		"\x00\x00\x00\x08\x04\xd2\x16\x2f", "\x30\x1d\x02\x01\x01\x77\x18\x80\x161.3.6.1.4.1.1466.20037",
	}, shortBegins()...)
	for _, preamble := range preambles {
		for _, answer := range []string{"ok", ""} {
			for _, size := range []int{1 << 16, 60, 5, 2} {
				k := newTalk(4000)
				k.Say(0, []byte(preamble))
				if k.Flow.Protocol != 0 {
					continue
				}
				k.Say(1, []byte(answer))
				for text := hello(0); text != ""; { // each segment ends what is written at once
					n := min(size, len(text))
					k.Say(0, []byte(text[:n]))
					text = text[n:]
				}
				k.Say(1, []byte(serverHello()))
				require.Equal(t, categories.TLS, k.Flow.Protocol, "%q %q %d", preamble, answer, size)
				requireInner(t, k, preamble, answer, size)
			}
		}
	}
}

// shortBegins are the first bytes of what protocols take.
func shortBegins() (short []string) {
	for _, sample := range l7test.Samples(Protos()) {
		b := string(sample)
		for n := 1; n < min(len(b), 9); n++ {
			if b[:n] != "\x15\x03\x03\x00\x02\x02" { // the hello's first byte makes it an alert, which is TLS
				short = append(short, b[:n])
			}
		}
	}
	return short
}

// A preamble of any two bytes does not hide a hello.
func TestHelloBehindAnything(t *testing.T) {
	e := l7.NewEngine(allTables, benchLimits)
	k := l7test.NewTalk(e, l7.TCP, 40000, 4000)
	text := []byte(hello(0))
	for i := range 1 << 16 {
		k.Reset()
		k.Say(0, []byte{byte(i >> 8), byte(i)})
		k.Say(1, []byte("ok"))
		k.Say(0, text)
		k.End()
		require.Equal(t, categories.TLS, k.Flow.Protocol, "%04x", i)
		require.Equal(t, innerName, k.Metadata.ServerName, "%04x", i)
	}
}
