package quic_test

import (
	"encoding/hex"
	"fmt"
	"os"
	"strings"

	"github.com/nfstream/nfstream-go/l7/quic"
	"github.com/nfstream/nfstream-go/l7/tls"
)

// readHex returns a datagram that testdata holds in hex.
func readHex(name string) []byte {
	text, err := os.ReadFile("testdata/" + name + ".hex")
	if err != nil {
		panic(err)
	}
	datagram, err := hex.DecodeString(strings.Join(strings.Fields(string(text)), ""))
	if err != nil {
		panic(err)
	}
	return datagram
}

func ExampleConn() {
	var c quic.Conn
	if err := c.FeedClient(readHex("rfc9001_client")); err != nil {
		fmt.Println(err)
		return
	}
	if err := c.FeedServer(readHex("rfc9001_server")); err != nil {
		fmt.Println(err)
		return
	}
	client, err := tls.ParseClientHello(c.ClientHello())
	if err != nil {
		fmt.Println(err)
		return
	}
	server, err := tls.ParseServerHello(c.ServerHello())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.Version(), string(client.ServerName), client.JA4(tls.OverQUIC))
	fmt.Println(server.CipherSuite)
	// Output:
	// V-1 example.com q13d0211an_62ed6f6ca7ad_4d634acda6c0
	// TLS_AES_128_GCM_SHA256
}

func ExampleParseHeader() {
	h, _, err := quic.ParseHeader(readHex("rfc9369_retry"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(h.Version, h.Type == quic.Retry, string(h.Token))
	// Output: V-2 true token
}

// A client's packet of Google's QUIC: a public header, a STREAM frame, and a CHLO at its begin.
func ExampleParseGoogle() {
	p, err := quic.ParseGoogle([]byte("\x09abcdefghQ043\x01" + "twelve bytes" + "\x80\x01" +
		"CHLO\x01\x00\x00\x00SNI\x00\x0b\x00\x00\x00example.org"))
	if err != nil {
		fmt.Println(err)
		return
	}
	m, err := quic.ParseMessage(p.Handshake())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Version, p.Number, m.Tag, string(m.ServerName()))
	// Output: Q043 1 CHLO example.org
}

func ExampleParseMessage() {
	m, err := quic.ParseMessage([]byte("CHLO\x01\x00\x00\x00SNI\x00\x0b\x00\x00\x00example.org"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(m.Tag, string(m.ServerName()))
	// Output: CHLO example.org
}
