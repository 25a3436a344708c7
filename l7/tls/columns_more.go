//go:build !tiny

package tls

import (
	"time"

	"github.com/nfstream/nfstream-go/l7/metadata"
)

// moreColumns show what a tiny build leaves out.
func moreColumns() []*metadata.Column {
	type (
		record = *Metadata
		cert   = *metadata.Certificate
	)
	return []*metadata.Column{
		metadata.Int("tls_cert_days", "days that the certificate is valid for", func(c cert) int64 {
			return max(int64(c.NotAfter.Sub(c.NotBefore)/(24*time.Hour)), 0)
		}).Unsigned(32).OrNone(),
		metadata.Text("tls_cert_key", "type of the certificate's key, such as RSA or EC P-256",
			func(c cert) string { return c.KeyType }).Repeating(),
		metadata.Int("tls_cert_key_bits", "size of the certificate's key",
			func(c cert) int64 { return int64(c.KeyBits) }).Unsigned(16).OrNone(),
		metadata.Int("tls_cert_names", "number of names and IP addresses in the certificate",
			func(c cert) int64 { return int64(c.NameCount) }).Unsigned(16).OrNone(),
		metadata.Int("tls_cert_self_signed", "1 where the certificate's issuer is its subject", func(c cert) int64 {
			if c.SelfIssued {
				return 1
			}
			return 0
		}).Unsigned(8).OrNone(),
		metadata.Int("tls_chain_length", "certificates that the server sent",
			func(c cert) int64 { return int64(c.ChainLength) }).Unsigned(32).OrNone(),
		metadata.Text("tls_group", "group of the key exchange of TLS 1.3", func(m record) string { return m.Group.orNone() }).Repeating(),
		metadata.Text("tls_pq_group", "first post-quantum group that the client offers",
			func(m record) string { return m.PostQuantum.orNone() }).Repeating(),
		metadata.Text("tls_resumption", "offered where the client has an earlier session, accepted where the server resumes it",
			func(m record) string { return m.Marks.Resumption() }).Repeating(),
		metadata.Text("tls_ech", "ECH or ESNI where the client sends an encrypted hello or a dummy; ECH accepted",
			func(m record) string { return m.Marks.EncryptedHello() }).Repeating(),
	}
}
