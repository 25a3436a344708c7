package metrics

import (
	"crypto/sha256"
	"crypto/subtle"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
)

// credentials say who may read the metrics.
type credentials struct {
	user, password string // empty: anybody
	clients        bool   // clients need a certificate
	tls            *tls.Config
}

// maxCredentials is the maximum size of a file of credentials in bytes.
const maxCredentials = 64 << 10

// readCredentials reads a file of lines of a key and a value: user, password, certificate, key and client-ca. The last three
// name files in PEM. An empty path gives no credentials.
func readCredentials(path string) (c credentials, err error) {
	if path == "" {
		return c, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return c, err
	}
	values := map[string]string{"user": "", "password": "", "certificate": "", "key": "", "client-ca": ""}
	for i, line := range strings.Split(string(text[:min(len(text), maxCredentials)]), "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		key, value, ok := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		if old, known := values[key]; !ok || !known || old != "" || value == "" {
			return c, fmt.Errorf("%s:%d: want a line of user, password, certificate, key or client-ca, a colon and a value", path, i+1)
		}
		values[key] = value
	}
	c.user, c.password = values["user"], values["password"]
	if (c.user == "") != (c.password == "") {
		return c, fmt.Errorf("%s: want both user and password", path)
	}
	if c.tls, err = readTLS(values["certificate"], values["key"], values["client-ca"]); err != nil {
		return c, fmt.Errorf("%s: %w", path, err)
	}
	c.clients = values["client-ca"] != ""
	return c, nil
}

func readTLS(certificate, key, clients string) (*tls.Config, error) {
	if certificate == "" && key == "" && clients == "" {
		return nil, nil
	}
	if certificate == "" || key == "" {
		return nil, errors.New("want both certificate and key")
	}
	pair, err := tls.LoadX509KeyPair(certificate, key)
	if err != nil {
		return nil, err
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{pair}}
	if clients != "" {
		pem, err := os.ReadFile(clients)
		if err != nil {
			return nil, err
		}
		config.ClientAuth, config.ClientCAs = tls.RequireAndVerifyClientCert, x509.NewCertPool()
		if !config.ClientCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("%s has no certificate", clients)
		}
	}
	return config, nil
}

// allows reports whether a request has the password. It takes as long for any wrong one.
func (c *credentials) allows(r *http.Request) bool {
	if c.password == "" {
		return true
	}
	user, password, _ := r.BasicAuth()
	return equal(user, c.user)&equal(password, c.password) == 1
}

func equal(a, b string) int {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:])
}
