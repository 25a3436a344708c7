package workload

import (
	"crypto/x509"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestChainHolds has crypto/x509 verify a chain, as a browser would.
func TestChainHolds(t *testing.T) {
	c := newCertificates()
	list := c.chain(7, "www.shop7.example")
	require.Same(t, &list[0], &c.chain(7, "www.shop7.example")[0])
	var chain []*x509.Certificate
	for rest := list[3:]; len(rest) > 0; {
		n := int(rest[0])<<16 | int(rest[1])<<8 | int(rest[2])
		one, err := x509.ParseCertificate(rest[3:][:n])
		require.NoError(t, err)
		chain = append(chain, one)
		rest = rest[3+n:]
	}
	require.Len(t, chain, 2)
	der := certificate(c.root, content{1, "Benchmark Root CA", "Benchmark Root CA", constraintCA}, &c.root.PublicKey)
	root, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	roots, between := x509.NewCertPool(), x509.NewCertPool()
	roots.AddCert(root)
	between.AddCert(chain[1])
	_, err = chain[0].Verify(x509.VerifyOptions{DNSName: "www.shop7.example", Roots: roots, Intermediates: between,
		CurrentTime: time.Unix(epoch, 0)})
	require.NoError(t, err)
}

// Keys and signatures are those of the last run, and of every other machine.
func TestCertificatesAreDeterministic(t *testing.T) {
	require.Equal(t, newCertificates().chain(1, "a.example"), newCertificates().chain(1, "a.example"))
}
