package main

import (
	"bufio"
	"context"
	"crypto/ecdh"
	"crypto/rand"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sort"
	"time"

	utls "github.com/refraction-networking/utls"
)

const request = "GET / HTTP/1.0\r\nHost: www.example.test\r\n\r\n"

// serveTLS answers each connection's request, and accepts Encrypted Client Hellos by a key it makes and publishes in a
// file.
func serveTLS(args []string) error {
	config, err := served(args[1], args[2])
	if err != nil {
		return err
	}
	key, err := ecdh.X25519().GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	ech := echConfig(key.PublicKey().Bytes(), "public.example.test")
	config.EncryptedClientHelloKeys = []tls.EncryptedClientHelloKey{{Config: ech, PrivateKey: key.Bytes(), SendAsRetry: true}}
	config.NextProtos = []string{"h2", "http/1.1"}
	list := binary.BigEndian.AppendUint16(nil, uint16(len(ech)))
	if err := os.WriteFile(args[3], append(list, ech...), 0o644); err != nil {
		return err
	}
	listener, err := tls.Listen("tcp", args[0], config)
	if err != nil {
		return err
	}
	for {
		conn, err := listener.Accept()
		if err != nil {
			return err
		}
		go answer(conn)
	}
}

// answer reads some of a request and answers in few words.
func answer(conn net.Conn) {
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return
	}
	if _, err := bufio.NewReader(conn).ReadString('\n'); err != nil {
		return
	}
	fmt.Fprint(conn, "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\na small page\n")
}

// echConfig is an ECHConfig (RFC 9849) of one X25519 key for HKDF-SHA256 and AES-128-GCM.
func echConfig(public []byte, name string) []byte {
	var b []byte
	b = append(b, 1)                             // config_id
	b = binary.BigEndian.AppendUint16(b, 0x0020) // DHKEM(X25519, HKDF-SHA256)
	b = binary.BigEndian.AppendUint16(b, uint16(len(public)))
	b = append(b, public...)
	b = append(b, 0, 4, 0, 1, 0, 1)
	b = append(b, 32, byte(len(name)))
	b = append(b, name...)
	b = append(b, 0, 0)
	head := binary.BigEndian.AppendUint16([]byte{0xfe, 0x0d}, uint16(len(b)))
	return append(head, b...)
}

// dialTLS asks by Go's own TLS.
func dialTLS(args []string) error {
	if len(args) < 3 {
		return errors.New("usage: ADDRESS NAME CA [ECH-FILE]")
	}
	pool, err := roots(args[2])
	if err != nil {
		return err
	}
	config := &tls.Config{ServerName: args[1], RootCAs: pool}
	if len(args) > 3 {
		if config.EncryptedClientHelloConfigList, err = os.ReadFile(args[3]); err != nil {
			return err
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	conn, err := (&tls.Dialer{Config: config}).DialContext(ctx, "tcp", args[0])
	if err != nil {
		return err
	}
	return ask(conn)
}

func ask(conn net.Conn) error {
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	if _, err := io.WriteString(conn, request); err != nil {
		return err
	}
	n, err := io.Copy(io.Discard, conn)
	if n == 0 {
		return fmt.Errorf("no answer: %w", err)
	}
	return nil
}

var parrots = map[string]utls.ClientHelloID{
	"golang":            utls.HelloGolang,
	"firefox55":         utls.HelloFirefox_55,
	"firefox56":         utls.HelloFirefox_56,
	"firefox63":         utls.HelloFirefox_63,
	"firefox65":         utls.HelloFirefox_65,
	"firefox99":         utls.HelloFirefox_99,
	"firefox102":        utls.HelloFirefox_102,
	"firefox105":        utls.HelloFirefox_105,
	"firefox120":        utls.HelloFirefox_120,
	"chrome58":          utls.HelloChrome_58,
	"chrome62":          utls.HelloChrome_62,
	"chrome70":          utls.HelloChrome_70,
	"chrome72":          utls.HelloChrome_72,
	"chrome83":          utls.HelloChrome_83,
	"chrome87":          utls.HelloChrome_87,
	"chrome96":          utls.HelloChrome_96,
	"chrome100":         utls.HelloChrome_100,
	"chrome102":         utls.HelloChrome_102,
	"chrome106":         utls.HelloChrome_106_Shuffle,
	"chrome115pq":       utls.HelloChrome_115_PQ,
	"chrome120":         utls.HelloChrome_120,
	"chrome120pq":       utls.HelloChrome_120_PQ,
	"chrome131":         utls.HelloChrome_131,
	"chrome133":         utls.HelloChrome_133,
	"ios11":             utls.HelloIOS_11_1,
	"ios12":             utls.HelloIOS_12_1,
	"ios13":             utls.HelloIOS_13,
	"ios14":             utls.HelloIOS_14,
	"android11":         utls.HelloAndroid_11_OkHttp,
	"edge85":            utls.HelloEdge_85,
	"edge106":           utls.HelloEdge_106,
	"safari16":          utls.HelloSafari_16_0,
	"browser360-7":      utls.Hello360_7_5,
	"browser360-11":     utls.Hello360_11_0,
	"qq11":              utls.HelloQQ_11_1,
	"randomized-alpn":   utls.HelloRandomizedALPN,
	"randomized-noalpn": utls.HelloRandomizedNoALPN,
}

func listParrots([]string) error {
	names := make([]string, 0, len(parrots))
	for name := range parrots {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		fmt.Println(name)
	}
	return nil
}

// dialParrot asks with the ClientHello of another program. A server may choose what utls offers but does not do; what
// counts here is that the hello was sent and answered.
func dialParrot(args []string) error {
	id, ok := parrots[args[2]]
	if !ok {
		return fmt.Errorf("no parrot %q", args[2])
	}
	conn, err := net.DialTimeout("tcp", args[0], patience)
	if err != nil {
		return err
	}
	client := utls.UClient(conn, &utls.Config{ServerName: args[1], InsecureSkipVerify: true}, id)
	defer client.Close()
	if err := client.SetDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	if err := client.Handshake(); err != nil {
		return fmt.Errorf("%s: %w", args[2], err)
	}
	return ask(client)
}
