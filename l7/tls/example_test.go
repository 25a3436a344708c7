package tls_test

import (
	"encoding/hex"
	"fmt"

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
			var h tls.ClientHello
			if e.Type == tls.TypeClientHello && h.Parse(e.Body) == nil {
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
