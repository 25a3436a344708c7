package tls

import (
	"strings"
	"testing"

	"github.com/refraction-networking/utls/dicttls"
	"github.com/stretchr/testify/require"
)

func TestCipherSuiteString(t *testing.T) {
	for id, want := range map[CipherSuite]string{
		0x0000: "TLS_NULL_WITH_NULL_NULL",
		0x1301: "TLS_AES_128_GCM_SHA256",
		0xc02f: "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
		0xcc14: "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_OLD",
		0x1a1a: "GREASE",
		0xffff: "Unknown (ffff)",
	} {
		require.Equal(t, want, id.String())
	}
	for id := range unregistered {
		require.NotContains(t, dicttls.DictCipherSuiteValueIndexed, uint16(id), "it is registered by now")
	}
}

// TestNamesOfRegistries compares the code points and names that are written here with uTLS' copies of IANA's registries.
func TestNamesOfRegistries(t *testing.T) {
	for id, name := range alertNames {
		want, ok := dicttls.DictAlertValueIndexed[uint8(id)]
		if !ok {
			t.Logf("uTLS has no alert %d (%s)", id, name)
			continue
		}
		require.Equal(t, strings.ReplaceAll(strings.TrimSuffix(want, "_RESERVED"), "_", " "), name)
	}
	for id, want := range map[ExtensionType]string{
		ExtServerName: "server_name", ExtSupportedGroups: "supported_groups", ExtPointFormats: "ec_point_formats",
		ExtSignatureAlgorithms: "signature_algorithms", ExtALPN: "application_layer_protocol_negotiation",
		ExtSessionTicket: "session_ticket", ExtPreSharedKey: "pre_shared_key", ExtEarlyData: "early_data",
		ExtSupportedVersions: "supported_versions", ExtKeyShare: "key_share", ExtQUICParameters: "quic_transport_parameters",
	} {
		require.Equal(t, want, dicttls.DictExtTypeValueIndexed[uint16(id)])
	}
}
