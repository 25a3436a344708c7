package tls_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/tls"
)

// inspect returns the flows of a capture, in the order of their first packets.
func inspect(t testing.TB, capture string) []*l7test.Inspected {
	t.Helper()
	return l7test.Inspect(t, corpus.Pcap(t, capture), tls.Protos(), l7.Limits{TCP: 32, UDP: 32})
}

func TestCaptures(t *testing.T) {
	for name, want := range map[string]struct {
		tls.Metadata
		CertSHA1 string
	}{
		"facebook.pcap": {tls.Metadata{Version: "TLSv1.2", Cipher: "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
			JA3: "bfcc1a3891601edb4f137ab7ab25b840", JA3S: "2d1eb5817ece335c24904f516ad5da12"},
			"a04eafb348c26b15a8c1aa87a333caa3cdeec9c9"},
		"tls_1.3_unidirectional_client.pcapng": {tls.Metadata{Version: "TLSv1.2", JA3: "c67e9dc27d283f1f89b4ebb4b4670c21"}, ""},
		"tls_1.3_unidirectional_server.pcapng": {tls.Metadata{Version: "TLSv1.3", Cipher: "TLS_AES_128_GCM_SHA256",
			JA3S: "2b0648ab686ee45e0e7c35fcfb0eea7e"}, ""},
		"tls_1.2_unidirectional_server.pcapng": {tls.Metadata{Version: "TLSv1.2",
			Cipher: "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", JA3S: "eca9b8f0f3eae50309eaf901cb822d9b"},
			"a98f37b3544fd001b78d0f8821374aebf7e3d3f2"},
		"stun_dtls_unidirectional_client.pcap": {tls.Metadata{Version: "DTLSv1.0", JA3: "f5eee7bc59657db39e2b9cdd401d78b7"}, ""},
		"stun_dtls_unidirectional_server.pcap": {tls.Metadata{Version: "DTLSv1.0", Cipher: "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
			JA3S: "1974c5c625e99dc22d0477079a54aed3"}, "23f4e742932291bba3547097942adeaf26611898"},
	} {
		m := inspect(t, name)[0].Metadata
		l := metadata.Get[tls.Metadata](m)
		require.NotNil(t, l, name)
		got := tls.Metadata{Version: l.Version, Cipher: l.Cipher, JA3: l.JA3, JA3S: l.JA3S}
		require.Equal(t, want.Metadata, got, name)
		if want.CertSHA1 != "" {
			require.Equal(t, want.CertSHA1, m.Certificate.SHA1, name)
		} else {
			require.Nil(t, m.Certificate, name)
		}
	}
}

func TestCapturesWithoutHandshake(t *testing.T) {
	for _, name := range []string{"tls-appdata.pcap", "tls_change_cipher.pcap"} {
		for _, f := range inspect(t, name) {
			require.Equal(t, categories.TLS, f.Flow.Protocol, name)
			require.Nil(t, f.Metadata, name)
		}
	}
}

// TestCapturesOfOthers shows that what is not TLS is not taken for it.
func TestCapturesOfOthers(t *testing.T) {
	for _, name := range []string{"ssh.pcap", "http_ipv6.pcap", "bittorrent.pcap", "memcached.cap", "modbus.pcap",
		"quic.pcap", "rtp.pcapng", "smbv1.pcap", "stun_classic.pcap", "telnet.pcap", "dnp3.pcap", "openvpn.pcap",
		"wechat.pcap"} {
		for _, f := range inspect(t, name) {
			id := f.Flow.Protocol
			known := f.Flow.Confidence == l7.ByInspection && (id == categories.TLS || id == categories.DTLS)
			port := min(f.Key.PortA, f.Key.PortB)
			require.False(t, known && port != 443 && port != 5228, "%s %v", name, f.Key)
		}
	}
}
