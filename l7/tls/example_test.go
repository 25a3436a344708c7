package tls_test

import (
	"crypto/ed25519"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"fmt"
	"math/big"
	"net"
	"strings"
	"time"

	"github.com/nfstream/nfstream-go/l7/tls"
)

// exampleRecord is a record of a client that asks for example.org.
var exampleRecord, _ = hex.DecodeString("160301005f0100005b0303" +
	"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f" + "00" +
	"00041301c02f" + "0100" + "002e" +
	"00000010000e00000b6578616d706c652e6f7267" + "000a00040002001d" + "00100005000302" + "6832" +
	"002b00050403040303")

func ExampleStream() {
	var s tls.Stream
	half := len(exampleRecord) / 2
	for _, segment := range [][]byte{exampleRecord[:half], exampleRecord[half:]} {
		err := s.Feed(segment, func(e tls.Event) bool {
			if h, err := e.ClientHello(); err == nil {
				fmt.Println(string(h.ServerName), h.ALPN, string(h.AppendSupportedVersions(nil)))
			}
			return true
		})
		if err != nil {
			fmt.Println(err)
		}
	}
	// Output: example.org h2 TLSv1.3,TLSv1.2
}

// Fragments of a message of DTLS come in any order.
func ExampleDatagrams() {
	// The body is that of a client's hello of two cipher suites; a record holds a fragment of it.
	body := "fefd" + strings.Repeat("00", 32) + "00" + "00" + "0004c02bc02f" + "0100"
	record := func(from, to int) []byte {
		data := fmt.Sprintf("01%06x0000%06x%06x%s", len(body)/2, from, to-from, body[2*from:2*to])
		b, _ := hex.DecodeString(fmt.Sprintf("16fefd0000000000000000%04x%s", len(data)/2, data))
		return b
	}
	var d tls.Datagrams
	for _, datagram := range [][]byte{record(20, 44), record(0, 20)} {
		err := d.Feed(datagram, func(e tls.Event) bool {
			if h, err := e.ClientHello(); err == nil {
				fmt.Println(h.Version, h.JA3())
			}
			return true
		})
		if err != nil {
			fmt.Println(err)
		}
	}
	// Output: DTLSv1.2 65277,49195-49199,,,
}

func ExampleParseServerHello() {
	message, _ := hex.DecodeString("0200002e" + "0303" + strings.Repeat("00", 32) + "00" + "1301" + "00" +
		"0006" + "002b00020304")
	h, err := tls.ParseServerHello(message)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(h.Version, h.CipherSuite, h.JA3S())
	// Output: TLSv1.3 TLS_AES_128_GCM_SHA256 771,4865,43
}

func ExampleParseCertificate() {
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject:      pkix.Name{Organization: []string{"Example"}, CommonName: "example.org"},
		DNSNames:     []string{"example.org", "*.example.org"},
		IPAddresses:  []net.IP{net.ParseIP("192.0.2.1")},
		NotAfter:     time.Date(2030, 1, 2, 3, 4, 5, 0, time.UTC),
	}
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	der, err := x509.CreateCertificate(nil, template, template, key.Public(), key)
	if err != nil {
		fmt.Println(err)
		return
	}
	c, err := tls.ParseCertificate(der)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.Subject)
	fmt.Println(c.ServerNames())
	fmt.Println(c.NotAfter)
	// Output:
	// O=Example, CN=example.org
	// example.org,*.example.org,192.0.2.1
	// 2030-01-02 03:04:05 +0000 UTC
}

func ExampleParseClientHello() {
	h, err := tls.ParseClientHello(exampleRecord[5:])
	if err != nil {
		fmt.Println(err)
	}
	fmt.Println(h.JA3())
	fmt.Println(h.JA3Hash())
	fmt.Println(h.JA4(tls.OverTCP))
	for suite := range h.CipherSuites.All() {
		fmt.Println(tls.CipherSuite(suite))
	}
	// Output:
	// 771,4865-49199,0-10-16-43,29,
	// 471e5d2208dbff3ee633f8a3b80bae10
	// t13d0204h2_c1929292aa6b_b0ac53b37fa7
	// TLS_AES_128_GCM_SHA256
	// TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
}
