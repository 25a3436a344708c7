package tls

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

func TestMidStream(t *testing.T) {
	long := record(ContentApplicationData, make([]byte, 9000))
	for name, data := range map[string][]byte{
		"application data":      secretRecord,
		"part of a long record": long[:1400],
		"two records":           slices.Concat(secretRecord, secretRecord),
		"change cipher spec":    cipherRecord,
		"encrypted handshake":   record(ContentHandshake, bytes.Repeat([]byte{0xee}, 40)),
		"alert":                 record(ContentAlert, []byte{1, 0}),
		"encrypted alert":       record(ContentAlert, make([]byte, 26)),
		"certificate":           certificateRecord,
		"server hello":          server13,
		"client key exchange":   record(ContentHandshake, message(TypeClientKeyExchange, make([]byte, 66))),
	} {
		f := newFlow(newEngine(16))
		f.Middle = true
		f.Say(1, []byte("the end of some record"))
		require.Zero(t, f.Flow.Protocol)
		f.Say(1, data)
		require.Equal(t, categories.TLS, f.Flow.Protocol, name)
	}
}

func TestMidStreamIsDecidedAtOnce(t *testing.T) {
	f := newFlow(newEngine(16))
	f.Middle = true
	f.Say(0, secretRecord)
	require.True(t, f.Flow.Decided())
	require.Nil(t, f.Metadata)
}

func TestServerAlone(t *testing.T) {
	f := newFlow(newEngine(16))
	f.Say(1, slices.Concat(server12, certificateRecord))
	require.NotEmpty(t, f.Metadata.Certificate.SHA1)
	f.Say(1, secretRecord)
	require.True(t, f.Flow.Decided(), "without its client")
}

func TestOtherProtocols(t *testing.T) {
	for name, data := range map[string][]byte{
		"HTTP":                    []byte("GET / HTTP/1.1\r\n\r\n"),
		"content of another type": {25, 3, 3, 0, 20, 0},
		"another version":         {22, 4, 3, 0, 20, 0},
		"record too long":         {23, 3, 3, 0xff, 0xff, 0},
		"short hello":             record(ContentHandshake, message(TypeClientHello, make([]byte, 20))),
		"hello of no version":     record(ContentHandshake, message(TypeClientHello, bytes.Repeat([]byte{9}, 80))),
		"data at a begin":         secretRecord,
		"data behind a record":    append(slices.Clone(secretRecord), "HTTP/1.1"...),
		"alert of no meaning":     record(ContentAlert, []byte{1, 200}),
		"like SSL 2":              {0x80, 40, 1, 3, 1, 0, 5, 0, 0, 0, 16, 1, 2, 3},
		"like SSL 2's server":     {0x80, 40, 4, 0, 1, 0, 2, 0, 9, 0, 3, 0, 99, 1},
	} {
		f := newFlow(newEngine(16))
		f.Say(0, data)
		f.End()
		require.False(t, f.Flow.Protocol == categories.TLS && !f.Flow.Guessed(), name)
	}
}

// TestRandomBytes shows how rarely bytes of no meaning are taken for TLS.
func TestRandomBytes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	e := newEngine(4)
	data := make([]byte, 300)
	for range 200_000 {
		for i := range data[:16] {
			data[i] = byte(r.Uint32())
		}
		for _, f := range []*l7test.Talk{newFlow(e), l7test.NewTalk(e, l7.UDP, 40000, 443)} {
			f.Middle = true
			f.Say(0, data)
			require.Zero(t, f.Flow.Protocol, "% x", data[:16])
			f.End()
		}
	}
}

func TestDTLS(t *testing.T) {
	hello := dtlsRecord12(ContentHandshake, 0, dtlsMessage(TypeClientHello, clientBodyDTLS()))
	f := l7test.NewTalk(newEngine(16), l7.UDP, 40000, 443)
	f.Say(0, []byte{0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42}) // STUN
	require.Zero(t, f.Flow.Protocol)
	f.Say(0, hello)
	require.Equal(t, categories.DTLS, f.Flow.Protocol)
	require.Equal(t, "DTLSv1.2", metadata.Get[Metadata](f.Metadata).Version)
	require.Regexp(t, "^dd2i", metadata.Get[Metadata](f.Metadata).JA4)
	f.Say(1, dtlsRecord12(ContentApplicationData, 1, make([]byte, 60)))
	require.True(t, f.Flow.Decided())

	for name, data := range map[string][]byte{
		"data before keys": dtlsRecord12(ContentApplicationData, 0, make([]byte, 60)),
		"more than said":   append(slices.Clone(hello), 0),
		"less than said":   hello[:len(hello)-1],
		"alert":            dtlsRecord12(ContentAlert, 0, []byte{3, 0}),
	} {
		f := l7test.NewTalk(newEngine(16), l7.UDP, 40000, 443)
		f.Say(0, data)
		require.Zero(t, f.Flow.Protocol, name)
	}
}

func dtlsRecord12(content ContentType, epoch byte, data []byte) []byte {
	return append([]byte{byte(content), 0xfe, 0xfd, 0, epoch, 0, 0, 0, 0, 0, 1}, block16(data)...)
}

func dtlsMessage(t HandshakeType, body []byte) []byte {
	n := byte(len(body))
	return append([]byte{byte(t), 0, 0, n, 0, 0, 0, 0, 0, 0, 0, n}, body...)
}

// clientBodyDTLS returns a hello with the cookie that those of DTLS have.
func clientBodyDTLS() []byte {
	b := clientBody(0xfefd, []uint16{0xc02b}, []byte{0}, extension(10, block16(codes(29))))
	return slices.Insert(b, 35, 0)
}
