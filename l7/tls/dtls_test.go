package tls

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func dtlsRecordOf(content ContentType, epoch uint16, data []byte) []byte {
	b := append([]byte{byte(content)}, codes(0xfefd, epoch)...)
	return append(append(b, make([]byte, 6)...), block16(data)...)
}

func uint24(n int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(n))[1:] }

func fragmentOf(t HandshakeType, sequence uint16, body []byte, from, to int) []byte {
	b := append([]byte{byte(t)}, uint24(len(body))...)
	b = append(append(b, codes(sequence)...), uint24(from)...)
	return append(append(b, uint24(to-from)...), body[from:to]...)
}

func feedDatagrams(d *Datagrams, datagrams ...[]byte) (events []Event, err error) {
	for _, b := range datagrams {
		err = d.Feed(b, func(e Event) bool {
			e.Body = append([]byte{}, e.Body...)
			events = append(events, e)
			return true
		})
	}
	return events, err
}

func TestDatagramsWhole(t *testing.T) {
	hello := clientBody(0xfefd, []uint16{0xc02b}, []byte{0})
	hello = append(hello[:35:35], append([]byte{3, 7, 8, 9}, hello[35:]...)...)
	var d Datagrams
	b := dtlsRecordOf(ContentHandshake, 0, fragmentOf(TypeClientHello, 0, hello, 0, len(hello)))
	require.True(t, LooksLikeDTLS(b))
	b = append(b, dtlsRecordOf(ContentHandshake, 1, make([]byte, 40))...)
	b = append(b, dtlsRecordOf(ContentAlert, 0, []byte{1, 0})...)
	events, err := feedDatagrams(&d, b, []byte{0x2c, 1, 2, 3, 4})
	require.NoError(t, err)
	require.Len(t, events, 4)
	var h ClientHello
	require.NoError(t, h.Parse(events[0].Body))
	require.Equal(t, []byte{7, 8, 9}, h.Cookie)
	require.Equal(t, "d", h.JA4(OverDTLS)[:1])
	require.True(t, events[1].Encrypted)
	_, alert, ok := events[2].Alert()
	require.True(t, ok)
	require.Equal(t, "close notify", alert.String())
	require.Equal(t, DTLS13, events[3].Version)
}

// A message of DTLS 1.3 that acknowledges others may stand before a hello (RFC 9147, section 7).
func TestDatagramsACK(t *testing.T) {
	hello := serverBody(0xfefd, 0x1301, extension(43, codes(0xfefc)))
	b := dtlsRecordOf(ContentACK, 0, []byte{0, 0})
	b = append(b, dtlsRecordOf(ContentHandshake, 0, fragmentOf(TypeServerHello, 0, hello, 0, len(hello)))...)
	var d Datagrams
	events, err := feedDatagrams(&d, b)
	require.NoError(t, err)
	require.Len(t, events, 2)
	h, err := events[1].ServerHello()
	require.NoError(t, err)
	require.Equal(t, DTLS13, h.Version)
}

// What is wrong with a fragment takes nothing from the messages before it.
func TestDatagramsBadCertificate(t *testing.T) {
	hello := serverBody(0xfefd, 0xc02b)
	good := fragmentOf(TypeServerHello, 0, hello, 0, len(hello))
	bad := append(append([]byte{byte(TypeCertificate)}, uint24(9)...), codes(1, 0, 0xffff)...)
	var d Datagrams
	events, err := feedDatagrams(&d, dtlsRecordOf(ContentHandshake, 0, append(good, bad...)))
	require.ErrorIs(t, err, ErrMalformed)
	require.Len(t, events, 1)
	require.Equal(t, TypeServerHello, events[0].Type)
}

func TestDatagramsFragments(t *testing.T) {
	body := make([]byte, 3000)
	for i := range body {
		body[i] = byte(i * 7)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 100 {
		var fragments [][]byte
		for at := 0; at < len(body); {
			to := min(at+1+rng.IntN(400), len(body))
			from := max(0, at-rng.IntN(50))
			f := fragmentOf(TypeCertificate, 2, body, from, to)
			fragments = append(fragments, dtlsRecordOf(ContentHandshake, 0, f))
			at = to
		}
		rng.Shuffle(len(fragments), func(i, j int) { fragments[i], fragments[j] = fragments[j], fragments[i] })
		var d Datagrams
		events, err := feedDatagrams(&d, fragments...)
		require.NoError(t, err)
		require.Len(t, events, 1)
		require.Equal(t, body, events[0].Body)
	}
}

func TestDatagramsBounds(t *testing.T) {
	var d Datagrams
	body := make([]byte, 100)
	for i := range uint16(1000) {
		_, err := feedDatagrams(&d, dtlsRecordOf(ContentHandshake, 0, fragmentOf(TypeCertificate, i, body, 50, 60)))
		require.NoError(t, err)
	}
	events, err := feedDatagrams(&d, dtlsRecordOf(ContentHandshake, 0, fragmentOf(TypeCertificate, 999, body, 0, 50)),
		dtlsRecordOf(ContentHandshake, 0, fragmentOf(TypeCertificate, 999, body, 60, 100)))
	require.NoError(t, err)
	require.Len(t, events, 1)

	long := append(append([]byte{1}, uint24(MaxHandshake+1)...), make([]byte, 8)...)
	_, err = feedDatagrams(&d, dtlsRecordOf(ContentHandshake, 0, long))
	require.ErrorIs(t, err, ErrTooLong)
	_, err = feedDatagrams(&d, dtlsRecordOf(ContentHandshake, 0, []byte{1, 0, 0}))
	require.ErrorIs(t, err, ErrMalformed)
	_, err = feedDatagrams(&d, []byte("GET / HTTP/1.1"))
	require.ErrorIs(t, err, ErrNotTLS)
}
