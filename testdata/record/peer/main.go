// Command peer is one end, or both, of the recorded conversations that no packaged program holds: Go's own TLS with
// Encrypted Client Hello, ClientHellos in the manner of browsers, and HTTP/3 in all its openings.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"time"
)

// patience bounds every conversation.
const patience = 8 * time.Second

var commands = map[string]struct {
	usage string
	args  int // -1: any
	run   func(args []string) error
}{
	"tls-serve":  {"ADDRESS CERTIFICATE KEY ECH-FILE", 4, serveTLS},
	"tls":        {"ADDRESS NAME CA [ECH-FILE]", -1, dialTLS},
	"utls":       {"ADDRESS NAME PARROT", 3, dialParrot},
	"parrots":    {"", 0, listParrots},
	"quic-serve": {"ADDRESS CERTIFICATE KEY [retry|v2|doq]...", -1, serveQUIC},
	"doq-serve":  {"ADDRESS CERTIFICATE KEY UPSTREAM", 4, serveDoQ},
	"doq":        {"ADDRESS NAME CA QUESTION", 4, askDoQ},
	"ssh":        {"ADDRESS KEY", 2, runSSH},
	"quic":       {"URL CA [v1|v2|v1v2|small|twice|post]...", -1, getQUIC},
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "peer:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return errors.New("no command")
	}
	command, ok := commands[args[0]]
	if !ok {
		return fmt.Errorf("no command %q", args[0])
	}
	args = args[1:]
	if command.args >= 0 && len(args) != command.args || command.args < 0 && len(args) < 2 {
		return fmt.Errorf("usage: %s", command.usage)
	}
	return command.run(args)
}

// roots reads the certificates that a client believes.
func roots(file string) (*x509.CertPool, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return nil, fmt.Errorf("%s: no certificate", file)
	}
	return pool, nil
}

// served is the configuration of a server of one certificate.
func served(certificate, key string) (*tls.Config, error) {
	pair, err := tls.LoadX509KeyPair(certificate, key)
	if err != nil {
		return nil, err
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}}, nil
}
