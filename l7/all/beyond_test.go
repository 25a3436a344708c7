package all

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/dns"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/ssh"
)

// sayEach says a text in segments that each end what is written at once.
func sayEach(k *l7test.Talk, dir uint8, text string, size int) {
	for text != "" {
		n := min(size, len(text))
		k.Say(dir, []byte(text[:n]))
		text = text[n:]
	}
}

// Hellos are read to their end in however many segments, on both sides.
func TestHellosInManySegments(t *testing.T) {
	for _, size := range []int{1, 5, 60} {
		for _, padding := range []int{0, 1300, 9000} {
			k := newTalk(443)
			sayEach(k, 0, hello(padding), size)
			sayEach(k, 1, serverHello(), size)
			require.True(t, k.Flow.Decided())
			requireInner(t, k, size, padding)
		}
	}
}

// The server's hello is owed, whatever the client sends meanwhile.
func TestServerHelloBehindEarlyData(t *testing.T) {
	k := newTalk(443)
	k.Say(0, []byte(hello(0)))
	for range 30 {
		k.Step(0, 0, []byte(hello(0)), len(hello(0))) // sent again
	}
	k.Say(1, []byte(serverHello()))
	requireInner(t, k)
	require.True(t, k.Flow.Decided())
}

// Fragments of DTLS are read beyond the limit as well.
func TestFragmentsInManyDatagrams(t *testing.T) {
	message := hello(600)[5+4:]
	k := l7test.NewTalk(l7.NewEngine(allTables, l7.Limits{UDP: 4}), l7.UDP, 40000, 4433)
	for at, i := 0, 0; at < len(message); at, i = at+30, i+1 {
		part := message[at:min(at+30, len(message))]
		body := "\x01\x00" + u16(len(message)) + "\x00\x00" + "\x00" + u16(at) + "\x00" + u16(len(part)) + part
		k.Say(0, []byte("\x16\xfe\xfd\x00\x00\x00\x00\x00\x00\x00"+string(rune(i))+u16(len(body))+body))
	}
	k.End()
	require.Equal(t, categories.DTLS, k.Flow.Protocol)
	require.Equal(t, innerName, k.Metadata.ServerName)
}

// TLS is found behind lines, of however many segments.
func TestTLSBehindLines(t *testing.T) {
	for _, lines := range []int{1, 12, 60} {
		k := newTalk(21)
		k.Say(1, []byte("220 ready\r\n"))
		k.Say(0, []byte("FEAT\r\n"))
		for range lines {
			k.Say(1, []byte(" FEATURE caf\xe9\r\n"))
		}
		k.Say(1, []byte("211 End\r\n"))
		k.Say(0, []byte("AUTH TLS\r\n"))
		k.Say(1, []byte("234 ok\r\n"))
		sayEach(k, 0, hello(1300), 60)
		k.Say(1, []byte(serverHello()))
		require.Equal(t, categories.FTPS, k.Flow.Protocol)
		requireInner(t, k, lines)
	}
}

// Both offers of SSH are read, in segments of any size.
func TestSSHInManySegments(t *testing.T) {
	lists := ""
	for range 10 {
		lists += "\x00\x00" + u16(400) + strings.Repeat("a,", 199) + "aa"
	}
	payload := "\x14" + strings.Repeat("c", 16) + lists + "\x00\x00\x00\x00\x00"
	padding := 8 - (len(payload)+5)%8 + 8
	packet := "\x00\x00" + u16(1+len(payload)+padding) + string(rune(padding)) + payload + strings.Repeat("\x00", padding)
	k := newTalk(22)
	sayEach(k, 0, "SSH-2.0-a\r\n"+packet, 100)
	sayEach(k, 1, "SSH-2.0-b\r\n"+packet, 100)
	require.True(t, k.Flow.Decided())
	require.NotEmpty(t, metadata.Get[ssh.Metadata](k.Metadata).HASSHClient)
	require.NotEmpty(t, metadata.Get[ssh.Metadata](k.Metadata).HASSHServer)
}

// A message of DNS over TCP is read to its end, and the answer with it.
func TestDNSInManySegments(t *testing.T) {
	question := "\x01a\x07example\x00\x00\x01\x00\x01"
	query := "\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00" + question
	answer := "\x12\x34\x81\x80\x00\x01\x00\x01\x00\x00\x00\x00" + question +
		"\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x01\x00\x04\xc0\x00\x02\x01"
	k := newTalk(53)
	sayEach(k, 0, u16(len(query))+query, 1)
	sayEach(k, 1, u16(len(answer))+answer, 1)
	require.Equal(t, categories.DNS, k.Flow.Protocol)
	require.Equal(t, "a.example", k.Metadata.ServerName)
	require.Equal(t, "192.0.2.1", metadata.Get[dns.Metadata](k.Metadata).ResponseAddress)
}

// A stream that never ends is not inspected for ever.
func TestEndlessStreams(t *testing.T) {
	for _, begin := range []string{
		hello(60000)[:100], "GET / HTTP/1.1\r\nA: ", "GET /", "CONNECT a:1 HTTP/1.1\r\n\r\n", "SSH-2.0-a\r\n", "\x20\x00", "220 text\r\n",
		"PROXY UNKNOWN ", "\r\n\r\n\x00\r\nQUIT\n\x21\x00\xff\xff", "\x05\x01\x00", "\x04\x01\x00\x50\xc0\x00\x02\x01", "\x16\x03\x01\x40\x00",
	} {
		for _, part := range []string{"x", "a line\r\n", strings.Repeat("y", 1400)} {
			k := newTalk(4000)
			k.Say(0, []byte(begin))
			sent := 0
			for k.Flow.Wants(0) && sent < 1<<20 {
				k.Say(0, []byte(part))
				sent += len(part)
			}
			require.Less(t, sent, l7.MaxBeyond+20*len(part), "%q", begin)
		}
	}
}
