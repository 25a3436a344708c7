package metrics

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/cli"
)

const sample = `# HELP nfstream_rows_total Rows.
# TYPE nfstream_rows_total counter
nfstream_rows_total{output="a\"b"} 3
# HELP nfstream_flows_alive Flows.
# TYPE nfstream_flows_alive gauge
nfstream_flows_alive 18446744073
`

// served starts a server at an address, and collects its warnings.
func served(t *testing.T, address, file string) (s *Server, warnings func() []string) {
	t.Helper()
	var mu sync.Mutex
	var all []string
	s, err := Serve(cli.Metrics{Address: address, Credentials: file,
		Write:  func(dst []byte) []byte { return append(dst, sample...) },
		Health: func() (string, bool) { return "ok\n", true },
		Warn: func(err error) {
			mu.Lock()
			defer mu.Unlock()
			all = append(all, err.Error())
		}})
	require.NoError(t, err)
	t.Cleanup(func() { s.Close() })
	return s, func() []string {
		mu.Lock()
		defer mu.Unlock()
		return append([]string(nil), all...)
	}
}

func get(t *testing.T, c *http.Client, url string, change ...func(*http.Request)) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "GET", url, nil)
	require.NoError(t, err)
	for _, f := range change {
		f(r)
	}
	answer, err := c.Do(r)
	require.NoError(t, err)
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	return answer.StatusCode, string(body)
}

func client() *http.Client { return &http.Client{Transport: &http.Transport{DisableKeepAlives: true}} }

func TestServe(t *testing.T) {
	s, warnings := served(t, "http://127.0.0.1:0", "")
	url := "http://" + s.Address()
	status, body := get(t, client(), url+"/metrics")
	require.Equal(t, 200, status)
	require.Equal(t, strings.Replace(sample, "18446744073", "1.8446744073e+10", 1), reordered(body))
	status, body = get(t, client(), url+"/healthz")
	require.Equal(t, []any{200, "ok\n"}, []any{status, body})
	status, _ = get(t, client(), url+"/other")
	require.Equal(t, 404, status)
	status, _ = get(t, client(), url+"/metrics", func(r *http.Request) { r.Method = "POST" })
	require.Equal(t, 405, status)
	status, _ = get(t, client(), url+"/metrics", func(r *http.Request) { r.Host = "evil.example" })
	require.Equal(t, 403, status, "DNS rebinding")
	_, body = get(t, client(), url+"/metrics", func(r *http.Request) {
		r.Header.Set("Accept", "application/openmetrics-text; version=1.0.0")
	})
	require.True(t, strings.HasSuffix(body, "# EOF\n"))
	require.Empty(t, warnings())
}

// reordered puts the families, which are sorted, into the order of the sample.
func reordered(body string) string {
	at := strings.Index(body, "# HELP nfstream_rows")
	return body[at:] + body[:at]
}

func TestWarnings(t *testing.T) {
	_, warnings := served(t, "0.0.0.0:0", "")
	require.Len(t, warnings(), 1)
	require.Contains(t, warnings()[0], "anybody who reaches 0.0.0.0:0")
	file := saved(t, "credentials", "user: prometheus\npassword: secret\n")
	s, warnings := served(t, "http://0.0.0.0:0", file)
	require.Contains(t, warnings()[0], "in clear text: want https")
	_, port, _ := net.SplitHostPort(s.Address())
	url := "http://127.0.0.1:" + port + "/metrics"
	status, _ := get(t, client(), url)
	require.Equal(t, 401, status)
	for password, want := range map[string]int{"secret": 200, "Secret": 401, "": 401} {
		status, _ = get(t, client(), url, func(r *http.Request) { r.SetBasicAuth("prometheus", password) })
		require.Equal(t, want, status)
	}
}

func TestTLS(t *testing.T) {
	certificate, key := pair(t)
	file := saved(t, "credentials", fmt.Sprintf("# of the metrics\ncertificate: %s\nkey: %s\nclient-ca: %[1]s\n", certificate, key))
	s, warnings := served(t, "https://[::]:0", file)
	_, port, _ := net.SplitHostPort(s.Address())
	own, err := tls.LoadX509KeyPair(certificate, key)
	require.NoError(t, err)
	pool := x509.NewCertPool()
	text, err := os.ReadFile(certificate)
	require.NoError(t, err)
	require.True(t, pool.AppendCertsFromPEM(text))
	c := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
	_, err = c.Get("https://127.0.0.1:" + port + "/metrics")
	require.Error(t, err, "a client without certificate")
	c.Transport = &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, Certificates: []tls.Certificate{own}}}
	status, _ := get(t, c, "https://127.0.0.1:"+port+"/metrics")
	require.Equal(t, 200, status)
	for _, w := range warnings() {
		require.Contains(t, w, "TLS handshake error")
	}
}

func TestUnixSocket(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	s, _ := served(t, "unix:"+path, "")
	dial := func(context.Context, string, string) (net.Conn, error) { return net.Dial("unix", path) }
	c := &http.Client{Transport: &http.Transport{DialContext: dial}}
	status, _ := get(t, c, "http://any/metrics")
	require.Equal(t, 200, status)
	_, err := Serve(cli.Metrics{Address: "unix:" + path})
	require.Error(t, err, "in use")
	c.CloseIdleConnections()
	require.NoError(t, s.Close())
	require.NoFileExists(t, path)
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	require.NoError(t, err)
	l.SetUnlinkOnClose(false)
	require.NoError(t, l.Close())
	_, _ = served(t, "unix:"+path, "") // abandoned
}

func TestChecks(t *testing.T) {
	bad := saved(t, "bad", "user: x\npassword\n")
	half := saved(t, "half", "password: x\n")
	for address, want := range map[string]string{
		"9464": "want a host", "http://u:p@localhost:1": "metrics-credentials", "ftp://localhost:1": "want http://",
		"unix:relative": "absolute path", "http://localhost": "want a host", "http://localhost:1/path": "want http://",
		"localhost:1?" + bad: "bad:2: want a line", "localhost:1?" + half: "want both user", "localhost:1?/nowhere": "no such file",
	} {
		address, file, _ := strings.Cut(address, "?")
		require.ErrorContains(t, Check(address, file), want, address)
	}
	for _, address := range []string{"127.0.0.1:9464", "http://0.0.0.0:1/", "https://[::1]:1", "unix:/x", ":9464"} {
		require.NoError(t, Check(address, ""))
	}
	_, err := Serve(cli.Metrics{Address: "https://127.0.0.1:0"})
	require.ErrorContains(t, err, "needs metrics-credentials")
}

// Clients that send nothing hold no more than their share, and not for long.
func TestSlowClients(t *testing.T) {
	s, _ := served(t, "127.0.0.1:0", "")
	var idle []net.Conn
	for range maxConnections {
		c, err := net.Dial("tcp", s.Address())
		require.NoError(t, err)
		idle = append(idle, c)
	}
	begin := time.Now()
	status, _ := get(t, client(), "http://"+s.Address()+"/metrics")
	require.Equal(t, 200, status)
	require.Less(t, time.Since(begin), 2*headTime+answerTime)
	for _, c := range idle {
		c.Close()
	}
	c, err := net.Dial("tcp", s.Address())
	require.NoError(t, err)
	defer c.Close()
	_, _ = c.Write([]byte("GET /metrics HTTP/1.1\r\nHost: localhost\r\nX: " + strings.Repeat("x", 64<<10) + "\r\n\r\n"))
	answer, _ := io.ReadAll(c)
	require.Contains(t, string(answer), "431")
}

// promtool, of Debian's package prometheus, accepts what is served.
func TestPromtool(t *testing.T) {
	tool, err := exec.LookPath("promtool")
	if err != nil {
		t.Skip("this needs promtool")
	}
	s, _ := served(t, "127.0.0.1:0", "")
	_, body := get(t, client(), "http://"+s.Address()+"/metrics")
	cmd := exec.Command(tool, "check", "metrics")
	cmd.Stdin = strings.NewReader(body)
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
}

func saved(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

// pair makes a certificate that signs itself, and its key.
func pair(t *testing.T) (certificate, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	is := x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}}
	der, err := x509.CreateCertificate(rand.Reader, &is, &is, &private.PublicKey, private)
	require.NoError(t, err)
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	require.NoError(t, err)
	return saved(t, "cert.pem", string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))),
		saved(t, "key.pem", string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})))
}
