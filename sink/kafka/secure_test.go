package kafka

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/twmb/franz-go/pkg/kgo"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/rows/rowstest"
)

// authority issues certificates.
type authority struct {
	t      testing.TB
	folder string
	cert   *x509.Certificate
	key    *ecdsa.PrivateKey
}

// newAuthority writes its certificate to NAME.pem.
func newAuthority(t testing.TB, folder, name string) *authority {
	a := &authority{t: t, folder: folder}
	a.cert, a.key = a.issue(name, &x509.Certificate{IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign})
	return a
}

// issue writes a certificate to NAME.pem, its key to NAME.key, and both to NAME.both.
func (a *authority) issue(name string, template *x509.Certificate) (*x509.Certificate, *ecdsa.PrivateKey) {
	a.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(a.t, err)
	template.SerialNumber, template.Subject = big.NewInt(time.Now().UnixNano()), pkix.Name{CommonName: name}
	template.NotBefore, template.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
	parent, signer := template, key
	if a.cert != nil {
		parent, signer = a.cert, a.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	require.NoError(a.t, err)
	cert, err := x509.ParseCertificate(der)
	require.NoError(a.t, err)
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(a.t, err)
	first := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	second := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})
	a.write(name+".pem", first)
	a.write(name+".key", second)
	a.write(name+".both", append(second, first...))
	return cert, key
}

func (a *authority) write(name string, content []byte) {
	a.t.Helper()
	require.NoError(a.t, os.WriteFile(filepath.Join(a.folder, name), content, 0o600))
}

const jaas = "org.apache.kafka.common.security."

// TestSecurity produces to a real broker by TLS, with certificates of clients, and SASL, and is refused where it must be.
func TestSecurity(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	file := func(name string) string { return filepath.Join(folder, name) }
	ca := newAuthority(t, folder, "ca")
	newAuthority(t, folder, "stranger")
	ca.issue("broker", &x509.Certificate{IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, DNSNames: []string{"broker.test"},
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}})
	ca.issue("client", &x509.Certificate{ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}})
	ca.write("alice", []byte("alice\nalice secret!\n"))
	ca.write("wrong", []byte("alice\nwrong\n"))
	ca.write("bob", []byte("bob\nbob secret\n"))
	ca.write("one", []byte("alice:secret\n"))

	const scram = `[name=alice,password="alice secret!"]`
	b := newBroker(t, brokerOptions{
		listeners: []string{"SASL_SSL", "SSL", "SASL_PLAINTEXT"},
		format:    []string{"--add-scram", "SCRAM-SHA-256=" + scram, "--add-scram", "SCRAM-SHA-512=" + scram},
		properties: []string{
			"ssl.keystore.type=PEM", "ssl.keystore.location=" + file("broker.both"),
			"ssl.truststore.type=PEM", "ssl.truststore.location=" + file("ca.pem"), "listener.name.ssl.ssl.client.auth=required",
			"sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512",
			"listener.name.sasl_ssl.plain.sasl.jaas.config=" + jaas + `plain.PlainLoginModule required user_alice="alice secret!" user_bob="bob secret";`,
			"listener.name.sasl_plaintext.plain.sasl.jaas.config=" + jaas + `plain.PlainLoginModule required user_alice="alice secret!";`,
			"listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config=" + jaas + "scram.ScramLoginModule required;",
			"listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=" + jaas + "scram.ScramLoginModule required;",
			"listener.name.sasl_plaintext.scram-sha-256.sasl.jaas.config=" + jaas + "scram.ScramLoginModule required;",
			"listener.name.sasl_plaintext.scram-sha-512.sasl.jaas.config=" + jaas + "scram.ScramLoginModule required;",
			"authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
			"super.users=User:alice;User:ANONYMOUS;User:CN=client",
		}})
	b.create("flows", 3)
	columns, flows := rowstest.Flows(t, 1000, nfstream.Config{Fields: []string{"default"}})
	var w warnings
	rows := Rows{Columns: columns, Warn: w.add}
	trust := "tls-ca=" + file("ca.pem")

	total := 0
	for _, url := range []string{
		"kafka+tls://" + b.extra["SASL_SSL"] + "/flows?sasl=scram-sha-256&sasl-file=" + file("alice") + "&" + trust,
		"kafka+tls://" + b.extra["SASL_SSL"] + "/flows?sasl=scram-sha-512&sasl-file=" + file("alice") + "&" + trust,
		"kafka://" + b.extra["SASL_SSL"] + "/flows?tls=yes&sasl=plain&sasl-file=" + file("alice") + "&" + trust,
		"kafka+tls://" + b.extra["SSL"] + "/flows?tls-cert=" + file("client.pem") + "&tls-key=" + file("client.key") + "&" + trust +
			"&tls-server-name=broker.test",
	} {
		s, err := Open(url, rows)
		require.NoError(t, err, url)
		write(t, s, flows)
		require.NoError(t, s.Close())
		require.Equal(t, uint64(len(flows)), s.Stats().Delivered, url)
		total += len(flows)
	}
	require.Empty(t, w.text())
	consume(t, b.consumer("flows"), total, func(r *kgo.Record) string { return idOf(t, r) })

	s, err := Open("kafka://"+b.extra["SASL_PLAINTEXT"]+"/flows?sasl=plain&sasl-file="+file("alice"), rows)
	require.NoError(t, err)
	require.NoError(t, s.Close())
	require.Contains(t, w.text(), "clear text")

	for url, want := range map[string]string{
		"SASL_SSL/flows?sasl=scram-sha-256&sasl-file=" + file("wrong") + "&" + trust:                    "does not take the user and the password",
		"SASL_SSL/flows?sasl=plain&sasl-file=" + file("wrong") + "&" + trust:                            "does not take the user and the password",
		"SASL_SSL/flows?sasl=plain&sasl-file=" + file("bob") + "&" + trust:                              "needs the right to describe and write",
		"SASL_SSL/flows?sasl=plain&sasl-file=" + file("one") + "&" + trust:                              "want the user in the first line",
		"SASL_SSL/flows?sasl=plain&sasl-file=" + file("alice") + "&tls-ca=" + file("stranger.pem"):      "certificate signed by unknown authority",
		"SASL_SSL/flows?sasl=plain&sasl-file=" + file("alice") + "&tls-server-name=other.test&" + trust: "not other.test",
		"SSL/flows?" + trust: "remote error: tls: ",
	} {
		name, rest, _ := strings.Cut(url, "/")
		began := time.Now()
		s, err := Open("kafka+tls://"+b.extra[name]+"/"+rest, rows)
		if err == nil {
			_ = s.Close()
		}
		require.ErrorContains(t, err, want, url)
		require.NotContains(t, err.Error(), "secret")
		require.NotContains(t, err.Error(), "no broker answers")
		require.Less(t, time.Since(began), 9*time.Second, "at once: %v", err)
		t.Log(err)
	}
}
