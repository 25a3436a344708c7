package ipfixtls

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/binary"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/cli"
)

// certificate writes a certificate for 127.0.0.1 and its key.
func certificate(t *testing.T) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "collector"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, template, template, private.Public(), private)
	require.NoError(t, err)
	bytes, err := x509.MarshalPKCS8PrivateKey(private)
	require.NoError(t, err)
	dir := t.TempDir()
	cert, key = filepath.Join(dir, "cert"), filepath.Join(dir, "key")
	require.NoError(t, os.WriteFile(cert, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	require.NoError(t, os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: bytes}), 0o600))
	return cert, key
}

func run(args ...string) (int, string) {
	var out, errs strings.Builder
	p := cli.Program{Name: "nfstream-full", Targets: []cli.Target{Target()}}
	return p.Run(append([]string{"flows", "-q"}, args...), &out, &errs), errs.String()
}

const capture = "../../../../testdata/dns.pcap"

// records returns the number of messages in a stream, and that of the data records before the last one.
func count(t *testing.T, r io.Reader) (messages int, sequence uint32) {
	t.Helper()
	for {
		head := make([]byte, 16)
		if _, err := io.ReadFull(r, head); err != nil {
			return messages, sequence
		}
		require.EqualValues(t, 10, binary.BigEndian.Uint16(head))
		_, err := io.CopyN(io.Discard, r, int64(binary.BigEndian.Uint16(head[2:]))-16)
		require.NoError(t, err)
		messages++
		sequence = binary.BigEndian.Uint32(head[8:])
	}
}

// A collector with a certificate, which asks for ours, gets all flows.
func TestTLS(t *testing.T) {
	cert, key := certificate(t)
	pair, err := tls.LoadX509KeyPair(cert, key)
	require.NoError(t, err)
	l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{pair}, ClientAuth: tls.RequireAnyClientCert})
	require.NoError(t, err)
	defer l.Close()
	type result struct {
		messages int
		sequence uint32
	}
	got := make(chan result, 3)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			n, s := count(t, c)
			got <- result{n, s}
			c.Close()
		}
	}()
	url := "ipfix+tls://" + l.Addr().String()
	code, errs := run("-o", url+"?mtu=1000&ca="+cert+"&cert="+cert+"&key="+key, capture)
	require.Zero(t, code, errs)
	r := <-got
	require.Greater(t, r.messages, 10)
	require.Greater(t, r.sequence, uint32(90))

	code, errs = run("-o", url, capture)
	require.NotZero(t, code)
	require.Contains(t, errs, "certificate")
}

// openssl is a server that is not Go's.
func TestOpenSSL(t *testing.T) {
	path, err := exec.LookPath("openssl")
	if err != nil {
		t.Skip("openssl is missing")
	}
	cert, key := certificate(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := l.Addr().String()
	l.Close()
	cmd := exec.Command(path, "s_server", "-quiet", "-accept", address, "-cert", cert, "-key", key, "-naccept", "1")
	in, err := cmd.StdinPipe() // open, as it ends with its input
	require.NoError(t, err)
	defer in.Close()
	var stream strings.Builder
	cmd.Stdout = &stream
	require.NoError(t, cmd.Start())
	defer cmd.Process.Kill() //nolint:errcheck // it has ended
	require.Eventually(t, func() bool {
		code, errs := run("-o", "ipfix+tls://"+address+"?ca="+cert, capture)
		return code == 0 || !strings.Contains(errs, "refused")
	}, 10*time.Second, 50*time.Millisecond)
	require.NoError(t, cmd.Wait())
	n, sequence := count(t, strings.NewReader(stream.String()))
	require.Greater(t, n, 1)
	require.Positive(t, sequence)
}

func TestCheck(t *testing.T) {
	require.NoError(t, Target().Check("ipfix+tls://h?ca=x&cert=y&key=z&pen=1"))
	require.ErrorContains(t, Target().Check("ipfix+tls://h?cert=y"), "need each other")
	require.ErrorContains(t, Target().Check("ipfix+tls://h?x=y"), "unknown option")
	_, errs := run("-o", "ipfix+tls://h?ca=/nowhere", capture)
	require.Contains(t, errs, "/nowhere")
	var out, small strings.Builder
	require.NotZero(t, (&cli.Program{}).Run([]string{"flows", "-o", "ipfix+tls://h", capture}, &out, &small))
	require.Contains(t, small.String(), "ipfix+tls needs nfstream-full")
}
