package tls

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func FuzzClientHello(f *testing.F) {
	f.Add(facebookHello)
	f.Add(facebookHello[:80])
	f.Add(clientBody(0xfefd, []uint16{0xc02b}, []byte{0}))
	f.Fuzz(func(t *testing.T, data []byte) {
		var h ClientHello
		_ = h.Parse(data)
		require.Len(t, h.JA3Hash(), 32)
		require.Len(t, h.JA4(OverTCP), ja4Length)
		_ = h.AppendSupportedVersions(nil)
		_ = h.ALPN.String()
		_ = h.KeyShares.Groups(nil)
		_, _ = ParseClientHello(data)
		var old SSL2ClientHello
		_ = old.Parse(data)
		for suite := range old.CipherSuites() {
			_ = suite.String()
		}
	})
}

func FuzzServerHello(f *testing.F) {
	f.Add(serverBody(0x0303, 0x1301, extension(43, codes(0x0304)), extension(51, codes(29, 0))))
	f.Add(serverBody(0x0303, 0x002f, extension(16, block16([]byte("\x02h2")))))
	f.Fuzz(func(t *testing.T, data []byte) {
		var h ServerHello
		_ = h.Parse(data)
		require.Len(t, h.JA3SHash(), 32)
		_ = h.Version.String() + h.CipherSuite.String()
		_, _ = ParseServerHello(data)
	})
}

func FuzzCertificate(f *testing.F) {
	der := unhex(f, testCertificate)
	f.Add(der)
	f.Add(append(uint24(len(der)+3), append(uint24(len(der)), der...)...))
	f.Fuzz(func(t *testing.T, data []byte) {
		list, _ := ParseCertificates(data)
		if leaf := list.Leaf(); leaf != nil {
			data = leaf
		}
		c, _ := ParseCertificate(data)
		require.LessOrEqual(t, len(c.Subject), maxNameText)
		require.Len(t, c.Fingerprint(), 59)
		_ = c.ServerNames()
	})
}

// FuzzStream checks that events do not depend on how the bytes are split.
func FuzzStream(f *testing.F) {
	hello := message(TypeClientHello, facebookHello)
	f.Add(records(ContentHandshake, 100, hello), uint16(7))
	f.Add(append(record(ContentChangeCipherSpec, []byte{1}), record(ContentHandshake, hello)...), uint16(1))
	f.Add(append(record(ContentAlert, []byte{1, 0}), record(ContentApplicationData, hello)...), uint16(3))
	f.Add([]byte("\x80\x0b\x01\x00\x02\x00\x00\x00\x00\x00\x02\x00\x00"), uint16(2))
	f.Fuzz(func(t *testing.T, data []byte, split uint16) {
		var whole, pieces Stream
		want, wantErr := feed(&whole, len(data), data)
		got, err := feed(&pieces, int(split)+1, data)
		require.Equal(t, wantErr, err)
		require.Equal(t, want, got)
		a, aOK := whole.Partial()
		b, bOK := pieces.Partial()
		require.Equal(t, aOK, bOK)
		require.Equal(t, a, b)
	})
}

func FuzzDatagrams(f *testing.F) {
	f.Add(dtlsRecordOf(ContentHandshake, 0, fragmentOf(TypeClientHello, 0, facebookHello, 0, 90)),
		dtlsRecordOf(ContentHandshake, 0, fragmentOf(TypeClientHello, 0, facebookHello, 80, len(facebookHello))))
	f.Add([]byte{0x2c, 1, 2, 3}, dtlsRecordOf(ContentAlert, 0, []byte{1, 0}))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		var d Datagrams
		events, _ := feedDatagrams(&d, a, b, a)
		for _, e := range events {
			require.LessOrEqual(t, len(e.Body), MaxCertificate)
		}
		_ = LooksLikeRecord(a)
	})
}
