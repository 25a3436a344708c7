// Package ipfixtls sends flows to collectors of IPFIX over TLS (RFC 7011, section 11).
package ipfixtls

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"

	"github.com/nfstream/nfstream-go/cli"
	"github.com/nfstream/nfstream-go/internal/output"
	"github.com/nfstream/nfstream-go/sink/ipfix"
)

// The options of its URLs beside those of ipfix: files of trusted certificates, of a certificate and its key, in PEM, and the
// name in the collector's certificate.
var options = []string{"ca", "cert", "key", "server-name"}

// Target is ipfix+tls://HOST:PORT.
func Target() cli.Target {
	return cli.Target{Schemes: []string{"ipfix+tls"}, Formats: []string{"ipfix"}, Check: check, Open: open}
}

func check(url string) error {
	rest, values := ipfix.Take(url, options...)
	if err := ipfix.Check(rest); err != nil {
		return err
	}
	if (values["cert"] == "") != (values["key"] == "") {
		return fmt.Errorf("%s: cert and key need each other", url)
	}
	return nil
}

func open(url string, rows cli.Rows) (output.SinkCloser, error) {
	if err := check(url); err != nil {
		return nil, err
	}
	rest, values := ipfix.Take(url, options...)
	config, err := configOf(values)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", url, err)
	}
	dialer := &tls.Dialer{Config: config}
	return ipfix.Open(rest, rows.Columns, ipfix.Options{Live: rows.Live, Warn: rows.Warn,
		Dial: func(ctx context.Context, network, address string) (net.Conn, error) {
			return dialer.DialContext(ctx, network, address)
		}})
}

// configOf returns a configuration of TLS 1.2 or later (RFC 9325), which always verifies the collector.
func configOf(values map[string]string) (*tls.Config, error) {
	c := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: values["server-name"]}
	if path := values["ca"]; path != "" {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		if c.RootCAs = x509.NewCertPool(); !c.RootCAs.AppendCertsFromPEM(text) {
			return nil, errors.New(path + " has no certificate")
		}
	}
	if path := values["cert"]; path != "" {
		pair, err := tls.LoadX509KeyPair(path, values["key"])
		if err != nil {
			return nil, err
		}
		c.Certificates = []tls.Certificate{pair}
	}
	return c, nil
}
