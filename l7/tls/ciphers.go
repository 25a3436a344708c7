package tls

import (
	"fmt"

	"github.com/refraction-networking/utls/dicttls"
)

// CipherSuite is a cipher suite's code point.
type CipherSuite uint16

// String returns the name in IANA's registry, or a customary one where that has none; GREASE; Unknown and the number in
// hex otherwise.
func (s CipherSuite) String() string {
	if name, ok := dicttls.DictCipherSuiteValueIndexed[uint16(s)]; ok {
		return name
	}
	if name, ok := unregistered[s]; ok {
		return name
	}
	if IsGREASE(uint16(s)) {
		return "GREASE"
	}
	return fmt.Sprintf("Unknown (%04x)", uint16(s))
}

// unregistered are cipher suites that IANA does not list, or not under these code points.
var unregistered = map[CipherSuite]string{
	0x0060: "TLS_RSA_EXPORT1024_WITH_RC4_56_MD5",
	0x0061: "TLS_RSA_EXPORT1024_WITH_RC2_CBC_56_MD5",
	0x0062: "TLS_RSA_EXPORT1024_WITH_DES_CBC_SHA",
	0x0063: "TLS_DHE_DSS_EXPORT1024_WITH_DES_CBC_SHA",
	0x0064: "TLS_RSA_EXPORT1024_WITH_RC4_56_SHA",
	0x0065: "TLS_DHE_DSS_EXPORT1024_WITH_RC4_56_SHA",
	0x0066: "TLS_DHE_DSS_WITH_RC4_128_SHA",
	0xcc13: "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_OLD",
	0xcc14: "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_OLD",
	0xcc15: "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_OLD",
	0xfefe: "SSL_RSA_FIPS_WITH_DES_CBC_SHA",
	0xfeff: "SSL_RSA_FIPS_WITH_3DES_EDE_CBC_SHA",
}
