package tls

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestClientHello(t *testing.T) {
	h, err := ParseClientHello(message(TypeClientHello, facebookHello))
	require.NoError(t, err)
	require.Equal(t, TLS12, h.Version)
	require.Equal(t, "graph.facebook.com", string(h.ServerName))
	require.Equal(t, "h2,http/1.1", h.ALPN.String())
	require.Equal(t, "GREASE,TLSv1.3,TLSv1.2", string(h.AppendSupportedVersions(nil)))
	require.Equal(t, []uint16{29}, h.KeyShares.Groups(nil))
	require.True(t, h.GREASE && h.HasSessionTicket && !h.HasPreSharedKey && !h.HasECH)
	require.Equal(t, "771,4865-49195-49199,0-10-11-13-16-35-43-51,29-23,0", h.JA3())
	data, ok := h.Extensions.Find(ExtPointFormats)
	require.True(t, ok)
	require.Equal(t, []byte{1, 0}, data)
}

func TestClientHelloErrors(t *testing.T) {
	_, err := ParseClientHello(message(TypeServerHello, facebookHello))
	require.ErrorIs(t, err, ErrType)
	_, err = ParseClientHello([]byte{1, 0})
	require.ErrorIs(t, err, ErrMalformed)
	whole := message(TypeClientHello, facebookHello)
	for n := range whole {
		_, err := ParseClientHello(whole[:n])
		require.ErrorIs(t, err, ErrMalformed, n)
	}
	var h ClientHello
	require.NoError(t, h.Parse(clientBody(0x0300, []uint16{4}, []byte{0})[:41]), "no extensions at all")
	require.ErrorIs(t, h.Parse(clientBody(0x0301, []uint16{4}, []byte{0}, []byte{0, 0, 0, 9})), ErrMalformed)
}

func TestServerHello(t *testing.T) {
	h, err := ParseServerHello(message(TypeServerHello, serverBody(0x0303, 0x1301,
		extension(51, codes(29, 0)), extension(43, codes(0x0304)))))
	require.NoError(t, err)
	require.Equal(t, TLS13, h.Version)
	require.Equal(t, uint16(29), h.Group)
	require.Equal(t, "771,4865,51-43", h.JA3S())
	require.Equal(t, "eb1d94daa7e0344597e756a1fb6e7054", h.JA3SHash())
	require.False(t, h.Retry)

	body := serverBody(0x0303, 0x002f, extension(16, block16([]byte("\x02h2"))))
	copy(body[2:], retryRandom)
	require.NoError(t, h.Parse(body))
	require.True(t, h.Retry)
	require.Equal(t, "h2", string(h.ALPN))
	require.Equal(t, TLS12, h.Version)

	old := append(codes(0x7f12), make([]byte, 32)...) // draft 18
	require.NoError(t, h.Parse(append(old, 0x13, 0x01, 0, 0)))
	require.Equal(t, CipherSuite(0x1301), h.CipherSuite)
	require.Equal(t, "TLSv1.3 (draft)", h.Version.String())
	copy(old, codes(0x0304)) // draft 14
	require.NoError(t, h.Parse(append(old, 0xc0, 0x2b, 0, 0)))
	require.Equal(t, CipherSuite(0xc02b), h.CipherSuite)
	require.Equal(t, "772,49195,", h.JA3S())
}

// TestJA4 has the example of FoxIO's specification: a Chrome hello.
func TestJA4(t *testing.T) {
	names := block16(append([]byte{0}, block16([]byte("example.org"))...))
	suites := []uint16{0x0a0a, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030,
		0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c, 0x009d, 0x002f, 0x0035}
	algorithms := block16(codes(0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601))
	h := new(ClientHello)
	require.NoError(t, h.Parse(clientBody(0x0303, suites, []byte{0},
		extension(0x1a1a, nil), extension(0x001b, nil), extension(0, names), extension(0x0033, nil),
		extension(0x0010, block16([]byte("\x02h2\x08http/1.1"))), extension(0x4469, nil), extension(0x0017, nil),
		extension(0x002d, nil), extension(0x000d, algorithms), extension(0x0005, nil), extension(0x0023, nil),
		extension(0x0012, nil), extension(0x002b, append([]byte{6}, codes(0x0a0a, 0x0304, 0x0303)...)),
		extension(0xff01, nil), extension(0x000b, nil), extension(0x000a, nil), extension(0x0015, nil))))
	require.Equal(t, "t13d1516h2_8daaf6152771_e5627efa2ab1", h.JA4(OverTCP))
}

func TestJA4Edges(t *testing.T) {
	h := new(ClientHello)
	require.Equal(t, "t00i000000_000000000000_000000000000", h.JA4(OverTCP))
	for name, want := range map[string]string{
		"h2": "h2", "h3-29": "h9", "x": "xx", "\x0a\x0b": "0b", "\xabx": "a8", "http/1.1": "h1", "": "00",
	} {
		h.ALPN = append([]byte{byte(len(name))}, name...)
		require.Equal(t, want, h.JA4(OverTCP)[8:10], name)
	}
	h.SupportedVersions = codes(0xfefd, 0xfefc, 0x0a0a)
	require.Equal(t, "dd3i", "d"+h.JA4(OverDTLS)[1:4])
	var room [512]byte
	require.NoError(t, h.Parse(facebookHello))
	require.Zero(t, testing.AllocsPerRun(100, func() {
		h.AppendJA4(room[:0], OverTCP)
		h.AppendJA3Hash(room[:0])
		h.AppendJA3(room[:0])
	}))
}

func TestVersions(t *testing.T) {
	for v, want := range map[Version]string{
		SSL20: "SSLv2", SSL30: "SSLv3", TLS10: "TLSv1", TLS11: "TLSv1.1", TLS12: "TLSv1.2", TLS13: "TLSv1.3",
		DTLS10: "DTLSv1.0", DTLS12: "DTLSv1.2", DTLS13: "DTLSv1.3", DTLS10Beta: "DTLSv1.0", 0x7f1c: "TLSv1.3 (draft)",
		0xfb1a: "TLSv1.3 (Fizz)", 0x2a2a: "GREASE", 0x1234: "Unknown (1234)",
	} {
		require.Equal(t, want, v.String())
	}
	require.Equal(t, 28, Version(0x7f1c).Draft())
	require.True(t, Version(0xfb1a).IsTLS13() && TLS13.IsTLS13() && !TLS12.IsTLS13())
}
