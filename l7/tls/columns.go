package tls

import (
	"time"

	"github.com/nfstream/nfstream-go/l7/metadata"
)

// columns show the Metadata of TLS, DTLS and QUIC, and the server's certificate.
func columns() []*metadata.Column {
	type (
		record = *Metadata
		cert   = *metadata.Certificate
	)
	const example = ", such as " + time.DateTime + " in UTC"
	all := []*metadata.Column{
		metadata.Text("j3a_client", "JA3 fingerprint of the client, MD5 in hex", func(m record) string { return m.JA3 }).In("default"),
		metadata.Text("j3a_server", "JA3S fingerprint of the server, MD5 in hex", func(m record) string { return m.JA3S }).
			In("default").AsFingerprint(metadata.Server, false),
		metadata.Text("tls_version", "negotiated version, such as TLSv1.2", func(m record) string { return m.Version }).Repeating(),
		metadata.Text("tls_cipher", "negotiated cipher suite, by its IANA name", func(m record) string { return m.Cipher }).Repeating(),
		metadata.Text("tls_alpn_offered", "application protocols offered, comma separated",
			func(m record) string { return m.ALPNOffered }).Separated(),
		metadata.Text("tls_alpn", "application protocol chosen", func(m record) string { return m.ALPN }).Repeating(),
		metadata.Text("tls_supported_versions", "versions offered, comma separated",
			func(m record) string { return m.SupportedVersions }).Separated(),
		metadata.Text("tls_server_names", "names and IP addresses in the certificate, comma separated",
			func(c cert) string { return c.Names }).Separated(),
		metadata.Text("tls_subject", "subject of the certificate", func(c cert) string { return c.Subject }),
		metadata.Text("tls_issuer", "issuer of the certificate", func(c cert) string { return c.Issuer }),
		metadata.Text("tls_cert_sha1", "SHA-1 of the certificate in hex", func(c cert) string { return c.SHA1 }),
		metadata.Time("tls_not_before", "begin of the certificate's validity"+example,
			func(c cert) time.Time { return c.NotBefore }),
		metadata.Time("tls_not_after", "end of the certificate's validity"+example,
			func(c cert) time.Time { return c.NotAfter }),
		metadata.Text("ja4_client", "JA4 fingerprint of the client", func(m record) string { return m.JA4 }).
			In("tls").AsFingerprint(metadata.Client, false),
	}
	return append(all, moreColumns()...)
}
