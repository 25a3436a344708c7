package risks

import (
	"strings"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/tls"
	"github.com/nfstream/nfstream-go/risk"
)

func tlsEvaluators() []evaluator {
	return []evaluator{
		{risk.Of(risk.ObsoleteTLS, risk.WeakCipher), tlsChoice},
		{risk.Of(risk.MissingSNI, risk.UncommonALPN, risk.ALPNMismatch), tlsHello},
		{risk.Of(risk.SelfSigned, risk.CertificateExpired, risk.ExpiresSoon, risk.CertificateMismatch, risk.LongValidity), certificate},
	}
}

// carriesTLS reports whether a flow is TLS, or a protocol that is nothing but another one in TLS.
func carriesTLS(f *flow.Flow) bool {
	switch f.Label().Protocol {
	case categories.TLS, categories.DTLS, categories.QUIC, categories.SMTPS, categories.IMAPS, categories.POPS, categories.FTPS:
		return true
	}
	return false
}

// tlsChoice judges the version and the cipher suite.
func tlsChoice(f *flow.Flow, r *Reporter) {
	m := metadata.Get[tls.Metadata](f.Metadata())
	if m == nil {
		return
	}
	switch m.Version {
	case "SSLv2", "SSLv3", "TLSv1", "TLSv1.1", "DTLSv1.0":
		r.Add(risk.ObsoleteTLS, m.Version)
	}
	if weakCipher(m.Cipher) {
		r.Add(risk.WeakCipher, m.Cipher)
	}
}

// weakCipher reports whether a cipher suite has no forward secrecy, or something broken (RFC 9325, section 4.1).
func weakCipher(suite string) bool {
	for _, static := range [...]string{"TLS_RSA_", "TLS_DH_", "TLS_ECDH_", "SSL_"} {
		if strings.HasPrefix(suite, static) {
			return true
		}
	}
	for _, broken := range [...]string{"_RC4_", "_RC2_", "_DES_", "_3DES_", "_DES40_", "_IDEA_", "_NULL_", "_EXPORT", "_anon_", "_MD5"} {
		if strings.Contains(suite, broken) {
			return true
		}
	}
	return false
}

// tlsHello judges what a client asks for. Peers in WebRTC name no server.
func tlsHello(f *flow.Flow, r *Reporter) {
	s := f.Metadata()
	m := metadata.Get[tls.Metadata](s)
	if m == nil {
		return
	}
	for name := range strings.SplitSeq(m.ALPNOffered, ",") {
		if name != "" && !commonALPN(name) {
			r.Add(risk.UncommonALPN, name)
		}
	}
	if s.ServerName != "" || m.Marks&tls.OffersSRTP != 0 || !carriesTLS(f) {
		return
	}
	for name := range strings.SplitSeq(m.ALPNOffered, ",") {
		if strings.HasPrefix(name, "h2") || strings.HasPrefix(name, "h3") || strings.HasPrefix(name, "http/") {
			r.Add(risk.ALPNMismatch, name)
			break
		}
	}
	if knowsNames(m.JA4) {
		r.Add(risk.MissingSNI, "no server name")
	}
}

// knowsNames reports whether a client is expected to name its server, by its JA4: not before TLS 1.1, when the extension
// was young.
func knowsNames(ja4 string) bool {
	return len(ja4) > 3 && ja4[1:3] != "10" && ja4[1] != 's' && (ja4[0] != 'd' || ja4[1:3] != "00")
}

// commonALPN reports whether a protocol is in IANA's registry "TLS ALPN Protocol IDs", or a draft or a variant of one.
func commonALPN(name string) bool {
	for _, start := range [...]string{"h2-", "h3-", "hq-", "doq-", "spdy/", "apns-"} {
		if strings.HasPrefix(name, start) {
			return true
		}
	}
	for known := range strings.FieldsSeq(alpns) {
		if name == known {
			return true
		}
	}
	return false
}

const alpns = "http/0.9 http/1.0 http/1.1 h2 h2c h3 stun.turn stun.nat-discovery webrtc c-webrtc ftp imap pop3 managesieve coap co " +
	"xmpp-client xmpp-server acme-tls/1 mqtt dot ntske/1 sunrpc smb irc nntp nnsp doq dq sip/2 tds/8.0 dicom postgresql " +
	"radius/1.0 radius/1.1 h1q-fb"
