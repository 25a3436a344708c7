package quic

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/tls"
)

func newEngine() *l7.Engine { return l7.NewEngine(l7.Compile(Protos()), l7.Limits{TCP: 16, UDP: 16}) }

func newFlow(e *l7.Engine) *l7test.Talk { return l7test.NewTalk(e, l7.UDP, 40000, 443) }

func TestEngine(t *testing.T) {
	e := newEngine()
	for _, name := range []string{"rfc9001", "rfc9369", "rfc9001"} { // on sessions that are used again
		f := newFlow(e)
		f.Say(0, vector(t, name+"_client"))
		require.Equal(t, categories.QUIC, f.Flow.Protocol)
		require.Equal(t, "example.com", f.Metadata.ServerName)
		require.Equal(t, "TLSv1.3", metadata.Get[tls.Metadata](f.Metadata).Version)
		require.Regexp(t, "^q13d0211an_", metadata.Get[tls.Metadata](f.Metadata).JA4)
		require.Empty(t, metadata.Get[tls.Metadata](f.Metadata).JA3S)
		require.False(t, f.Flow.Decided())
		f.Say(1, vector(t, name+"_server"))
		require.True(t, f.Flow.Decided())
		require.Equal(t, "TLS_AES_128_GCM_SHA256", metadata.Get[tls.Metadata](f.Metadata).Cipher)
		require.Len(t, metadata.Get[tls.Metadata](f.Metadata).JA3S, 32)
	}
}

func TestEngineVersions(t *testing.T) {
	for name, want := range map[string]string{"rfc9001_client": "V-1", "rfc9369_client": "V-2", "rfc9001_retry": "V-1"} {
		f := newFlow(newEngine())
		f.Say(0, vector(t, name))
		require.Equal(t, categories.QUIC, f.Flow.Protocol)
		require.Equal(t, want, metadata.Get[Metadata](f.Metadata).Version)
	}
}

// TestEngineServerFirst is a capture that lacks the client's datagrams or has them late.
func TestEngineServerFirst(t *testing.T) {
	f := newFlow(newEngine())
	f.Say(1, vector(t, "rfc9001_server"))
	require.Equal(t, categories.QUIC, f.Flow.Protocol)
	f.Say(0, vector(t, "rfc9001_client"))
	require.Equal(t, "example.com", f.Metadata.ServerName)
	f.Say(1, []byte{0x40, 1, 2, 3, 4, 5, 6, 7, 8})
	require.True(t, f.Flow.Decided(), "what follows is secret")
}

func TestEngineDNS(t *testing.T) {
	f := newFlow(newEngine())
	f.Key.PortB = 853
	f.Say(0, vector(t, "rfc9001_client"))
	require.Equal(t, categories.DoHDoT, f.Flow.Application)
	require.Equal(t, categories.QUIC, f.Flow.Protocol)
}

func TestEngineGoogle(t *testing.T) {
	client := append([]byte("\x19abcdefghQ035\x01\x00aaaaaaaaaaaa\xa0\x01\x00\x01"), googleHello...)
	f := newFlow(newEngine())
	f.Say(0, client)
	require.Equal(t, categories.QUIC, f.Flow.Protocol)
	require.Equal(t, "Q035", metadata.Get[Metadata](f.Metadata).Version)
	require.NotEmpty(t, f.Metadata.ServerName)

	server := []byte("\x08abcdefgh\x01aaaaaaaaaaaa\x40\x01\x03\xa5\x01\x00\x06\x00\xa0\x01\x00\x20" +
		"REJ\x00\x00\x00\x00\x00")
	f = newFlow(newEngine())
	f.Say(1, server)
	require.Equal(t, categories.QUIC, f.Flow.Protocol)
	f = newFlow(newEngine())
	f.Say(1, server[:len(server)-8])
	require.Zero(t, f.Flow.Protocol)
}

func TestEngineNegotiation(t *testing.T) {
	refused := append([]byte("\xc0\x0a\x1a\x2a\x3a\x08abcdefgh\x00"), make([]byte, minDatagram)...)
	answer := []byte("\xc0\x00\x00\x00\x00\x00\x08abcdefgh\x00\x00\x00\x01")
	f := newFlow(newEngine())
	f.Say(0, refused)
	require.Equal(t, categories.QUIC, f.Flow.Protocol)
	require.Equal(t, "Ver-Negotiation", metadata.Get[Metadata](f.Metadata).Version)
	f.Say(1, answer)
	f.Say(0, vector(t, "rfc9001_client"))
	require.Equal(t, "V-1", metadata.Get[Metadata](f.Metadata).Version)

	f = newFlow(newEngine())
	f.Say(1, answer)
	require.Equal(t, categories.QUIC, f.Flow.Protocol)
}

func TestEngineOthers(t *testing.T) {
	client := vector(t, "rfc9001_client")
	change := func(at int, b byte) []byte {
		c := append([]byte{}, client...)
		c[at] = b
		return c
	}
	for name, data := range map[string][]byte{
		"no fixed bit":           change(0, 0x83),
		"another version":        change(4, 9),
		"long connection id":     change(5, 21),
		"cut":                    client[:600],
		"short header":           []byte("\x41 nothing to tell"),
		"unknown versions":       []byte("\x80\x00\x00\x00\x00\x00\x00\x12\x34\x56\x78"),
		"reserved and short":     []byte("\xc0\x0a\x0a\x0a\x0a\x08abcdefgh\x00 and so on"),
		"RTP":                    append([]byte{0x80, 0x60, 0, 1, 0, 0, 0, 9, 1, 2, 3, 4}, make([]byte, 160)...),
		"Google's of no version": []byte("\x09abcdefghX035\x01\x00aaaaaaaaaaaa\xa0\x01\x00\x01"),
	} {
		f := newFlow(newEngine())
		f.Say(0, data)
		require.Zero(t, f.Flow.Protocol, name)
	}
}

// A connection captured from its middle shows the receiver's connection id in clear text, and a first byte that changes.
func TestShortHeaders(t *testing.T) {
	const id, rest = "\xc5\xfd\xb3\xfa\x86\xc0\xf8\x26", "0123456789abcdefghijklmn"
	for _, c := range []struct {
		port  uint16
		turns []string
		part  bool
	}{
		{443, []string{"\x52" + id + rest, "\x4d" + id + rest}, true},
		{443, []string{"\x52" + id + rest, "\x52" + id + rest, "\x7d" + id + rest}, true},
		{443, []string{"\x52" + id + rest, "\x52" + id + rest}, false},
		{443, []string{"\x52" + id + rest, "\x0d" + id + rest}, false},
		{443, []string{"\x52" + id + rest, "\x4d" + id[1:] + rest}, false},
		{443, []string{"\x40\x00\x00\x00\x00\x00\x00\x00\x00" + rest, "\x41\x00\x00\x00\x00\x00\x00\x00\x00" + rest}, false},
		{4443, []string{"\x52" + id + rest, "\x4d" + id + rest}, false},
	} {
		k := l7test.NewTalk(newEngine(), l7.UDP, 40000, c.port)
		for _, turn := range c.turns {
			k.Say(0, []byte(turn))
			k.Say(1, []byte("\x41"+turn[3:]))
		}
		k.End()
		require.Equal(t, c.part, k.Flow.Confidence == l7.ByPart, "%q", c.turns) // else it is a guess by port
	}
}
