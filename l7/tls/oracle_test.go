package tls_test

import (
	"crypto/x509"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"testing"

	utls "github.com/refraction-networking/utls"
	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/tls"
	"github.com/nfstream/nfstream-go/l7/tls/spec"
)

// corpusSides calls f with what each direction of each TCP connection of the captures says.
func corpusSides(t *testing.T, f func(path string, s side)) {
	t.Helper()
	for _, path := range l7test.Captures(t) {
		order, flows := l7test.Flows(t, path)
		for _, e := range order {
			if e.Proto != 6 {
				continue
			}
			for _, s := range readSides(flows[e], e) {
				f(path, s)
			}
		}
	}
}

// TestHelloOracle compares each ClientHello of the captures with what uTLS reads.
func TestHelloOracle(t *testing.T) {
	var all, read, specs int
	corpusSides(t, func(path string, s side) {
		for _, message := range s.messages {
			all++
			want := utls.UnmarshalClientHello(message)
			got, err := tls.ParseClientHello(message)
			if want == nil {
				t.Logf("%s: uTLS reads no hello of %s; here: %v", path, got.ServerName, err)
				continue
			}
			read++
			require.NoError(t, err, path)
			requireSameHello(t, want, got)
			spec, err := spec.FromClientHello(message)
			if err != nil {
				t.Logf("%s: uTLS makes no spec: %v", path, err)
				continue
			}
			specs++
			require.Equal(t, utlsJA3(want, spec), got.JA3(), path)
		}
	})
	t.Logf("%d hellos, of which uTLS reads %d and makes specs of %d", all, read, specs)
	require.Greater(t, float64(read)/float64(all), 0.99)
	require.Greater(t, float64(specs)/float64(all), 0.95)
}

func requireSameHello(t *testing.T, want *utls.PubClientHelloMsg, got *tls.ClientHello) {
	t.Helper()
	require.Equal(t, want.Vers, uint16(got.Version))
	require.Equal(t, want.Random, got.Random)
	require.Equal(t, want.SessionId, orEmpty(got.SessionID))
	require.Equal(t, want.CompressionMethods, got.Compression)
	require.True(t, slices.Equal(want.CipherSuites, slices.Collect(got.CipherSuites.All())))
	require.Equal(t, strings.TrimSuffix(want.ServerName, "."), strings.TrimSuffix(string(got.ServerName), "."))
	require.Equal(t, strings.Join(want.AlpnProtocols, ","), got.ALPN.String())
	require.True(t, slices.Equal(want.SupportedVersions, slices.Collect(got.SupportedVersions.All())))
	require.Equal(t, want.SupportedPoints, []byte(got.PointFormats))
	require.Equal(t, want.TicketSupported, got.HasSessionTicket)
	require.Equal(t, want.EarlyData, got.HasEarlyData)
	require.Equal(t, len(want.PskIdentities) > 0, got.HasPreSharedKey)
	require.True(t, slices.EqualFunc(want.SupportedCurves, slices.Collect(got.Groups.All()), sameCode[utls.CurveID]))
	require.True(t, slices.EqualFunc(want.SupportedSignatureAlgorithms, slices.Collect(got.SignatureAlgorithms.All()),
		sameCode[utls.SignatureScheme]))
	require.True(t, slices.EqualFunc(want.KeyShares, got.KeyShares.Groups(nil),
		func(a utls.KeyShare, b uint16) bool { return uint16(a.Group) == b }))
}

func orEmpty(b []byte) []byte { return append([]byte{}, b...) }

func sameCode[T ~uint16](a T, b uint16) bool { return uint16(a) == b }

// utlsJA3 makes a JA3 text of what uTLS read.
func utlsJA3(m *utls.PubClientHelloMsg, s *utls.ClientHelloSpec) string {
	var extensions, groups, points []string
	for _, e := range s.Extensions {
		if id, ok := extensionID(e); ok {
			extensions = append(extensions, strconv.Itoa(int(id)))
		}
	}
	for _, group := range m.SupportedCurves {
		if !tls.IsGREASE(uint16(group)) {
			groups = append(groups, strconv.Itoa(int(group)))
		}
	}
	for _, point := range m.SupportedPoints {
		points = append(points, strconv.Itoa(int(point)))
	}
	var ciphers []string
	for _, suite := range m.CipherSuites {
		if !tls.IsGREASE(suite) {
			ciphers = append(ciphers, strconv.Itoa(int(suite)))
		}
	}
	fields := []string{strconv.Itoa(int(m.Vers))}
	for _, list := range [][]string{ciphers, extensions, groups, points} {
		fields = append(fields, strings.Join(list, "-"))
	}
	return strings.Join(fields, ",")
}

// extensionID returns the type that uTLS writes for an extension; those that write nothing without a connection's state
// are named.
func extensionID(e utls.TLSExtension) (id uint16, ok bool) {
	switch e := e.(type) {
	case *utls.UtlsGREASEExtension:
		return 0, false
	case *utls.SNIExtension:
		return 0, true
	case *utls.UtlsPaddingExtension:
		return 21, true
	case utls.PreSharedKeyExtension:
		return 41, true
	case *utls.GenericExtension:
		return e.Id, true
	}
	b := make([]byte, 4+e.Len())
	if n, err := e.Read(b); n < 4 || err != nil && err != io.EOF {
		return 0, false
	}
	return uint16(b[0])<<8 | uint16(b[1]), true
}

// TestCertificateOracle compares each leaf of the captures with what crypto/x509 reads.
func TestCertificateOracle(t *testing.T) {
	var all, read int
	corpusSides(t, func(path string, s side) {
		if s.certificate == nil {
			return
		}
		all++
		want, err := x509.ParseCertificate(s.leaf)
		if err != nil {
			t.Logf("%s: x509 refuses %s: %v", path, s.certificate.Subject, err)
			return
		}
		read++
		got := s.certificate
		require.Equal(t, want.NotBefore, got.NotBefore, path)
		require.Equal(t, want.NotAfter, got.NotAfter, path)
		require.Equal(t, want.DNSNames, got.DNSNames, path)
		require.Equal(t, fmt.Sprint(want.IPAddresses), fmt.Sprint(got.IPAddresses), path)
		require.Equal(t, want.Subject.CommonName, got.CommonName, path)
		issuer := want.Issuer
		for _, value := range slices.Concat(issuer.Organization, issuer.OrganizationalUnit, issuer.Country) {
			require.Contains(t, got.Issuer, "="+value, path)
		}
	})
	t.Logf("%d certificates, of which x509 reads %d", all, read)
	require.Positive(t, read)
}
