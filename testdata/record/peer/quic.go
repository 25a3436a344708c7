package main

import (
	"context"
	"crypto/tls"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/quic-go/quic-go"
	"github.com/quic-go/quic-go/http3"
)

// serveQUIC is an HTTP/3 server. "retry": each client must show that its address is its own; "v2": speaks version 2
// only; "doq": does not know HTTP/3.
func serveQUIC(args []string) error {
	if len(args) < 3 {
		return errors.New("usage: ADDRESS CERTIFICATE KEY [retry|v2|doq]...")
	}
	config, err := served(args[1], args[2])
	if err != nil {
		return err
	}
	conn, err := net.ListenPacket("udp", args[0])
	if err != nil {
		return err
	}
	transport := &quic.Transport{Conn: conn}
	settings := &quic.Config{Allow0RTT: true, Versions: []quic.Version{quic.Version1, quic.Version2}}
	config = http3.ConfigureTLSConfig(config)
	for _, option := range args[3:] {
		switch option {
		case "retry":
			transport.VerifySourceAddress = func(net.Addr) bool { return true }
		case "v2":
			settings.Versions = []quic.Version{quic.Version2}
		case "doq":
			config = config.Clone()
			config.GetConfigForClient = nil
			config.NextProtos = []string{"doq"}
		default:
			return fmt.Errorf("no option %q", option)
		}
	}
	listener, err := transport.ListenEarly(config, settings)
	if err != nil {
		return err
	}
	return (&http3.Server{Handler: http.HandlerFunc(page)}).ServeListener(listener)
}

func page(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html")
	fmt.Fprintf(w, "<title>%s</title>", r.Proto)
	if r.URL.Path == "/large" {
		fmt.Fprint(w, strings.Repeat("a large page ", 2000))
	}
}

// getQUIC fetches by HTTP/3. "v2": by version 2; "v1v2": by version 1, and 2 when the server wants it; "small": without
// post-quantum key exchange, so that the ClientHello fits one packet; "twice": a second connection resumes the first,
// with 0-RTT.
func getQUIC(args []string) error {
	pool, err := roots(args[1])
	if err != nil {
		return err
	}
	config := &tls.Config{RootCAs: pool, ClientSessionCache: tls.NewLRUClientSessionCache(4)}
	settings := &quic.Config{Versions: []quic.Version{quic.Version1}}
	times, method := 1, http.MethodGet
	for _, option := range args[2:] {
		switch option {
		case "v1":
		case "v2":
			settings.Versions = []quic.Version{quic.Version2}
		case "v1v2":
			settings.Versions = []quic.Version{quic.Version1, quic.Version2}
		case "small":
			config.CurvePreferences = []tls.CurveID{tls.X25519}
		case "twice":
			times, method = 2, http3.MethodGet0RTT
		case "post":
			method = http.MethodPost
		default:
			return fmt.Errorf("no option %q", option)
		}
	}
	for range times {
		if err := getOnce(args[0], method, config, settings); err != nil {
			return err
		}
	}
	return nil
}

// getOnce fetches by a connection of its own.
func getOnce(url, method string, config *tls.Config, settings *quic.Config) error {
	transport := &http3.Transport{TLSClientConfig: config, QUICConfig: settings}
	if len(settings.Versions) > 1 { // which an http3.Transport does not dial by itself
		transport.QUICConfig = nil
		transport.Dial = func(ctx context.Context, address string, config *tls.Config, _ *quic.Config) (*quic.Conn, error) {
			return quic.DialAddrEarly(ctx, address, config, settings)
		}
	}
	defer transport.Close()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	var body io.Reader
	if method == http.MethodPost {
		body = strings.NewReader("posted by HTTP/3")
	}
	r, err := http.NewRequestWithContext(ctx, method, url, body)
	if err != nil {
		return err
	}
	response, err := transport.RoundTrip(r)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	return err
}

// serveDoQ passes the questions of DNS over QUIC (RFC 9250) to a name server, by TCP.
func serveDoQ(args []string) error {
	config, err := served(args[1], args[2])
	if err != nil {
		return err
	}
	config.NextProtos = []string{"doq"}
	listener, err := quic.ListenAddr(args[0], config, nil)
	if err != nil {
		return err
	}
	for {
		conn, err := listener.Accept(context.Background())
		if err != nil {
			return err
		}
		go func() {
			for {
				stream, err := conn.AcceptStream(context.Background())
				if err != nil {
					return
				}
				if err := resolve(stream, args[3]); err != nil {
					fmt.Fprintln(os.Stderr, "doq:", err)
				}
				stream.Close()
			}
		}()
	}
}

// resolve answers one question; question and answer have two bytes of length before them on either side.
func resolve(stream io.ReadWriter, upstream string) error {
	conn, err := net.DialTimeout("tcp", upstream, patience)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	for _, way := range []struct {
		from io.Reader
		to   io.Writer
	}{{stream, conn}, {conn, stream}} {
		head := make([]byte, 2)
		if _, err := io.ReadFull(way.from, head); err != nil {
			return err
		}
		message := make([]byte, binary.BigEndian.Uint16(head))
		if _, err := io.ReadFull(way.from, message); err != nil {
			return err
		}
		if _, err := way.to.Write(append(head, message...)); err != nil {
			return err
		}
	}
	return nil
}

// askDoQ asks for the IPv4 addresses of a name by DNS over QUIC.
func askDoQ(args []string) error {
	pool, err := roots(args[2])
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	config := &tls.Config{RootCAs: pool, ServerName: args[1], NextProtos: []string{"doq"}}
	conn, err := quic.DialAddr(ctx, args[0], config, nil)
	if err != nil {
		return err
	}
	defer conn.CloseWithError(0, "")
	stream, err := conn.OpenStreamSync(ctx)
	if err != nil {
		return err
	}
	question := []byte{0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0}
	for _, label := range strings.Split(args[3], ".") {
		question = append(append(question, byte(len(label))), label...)
	}
	question = append(question, 0, 0, 1, 0, 1)
	if _, err := stream.Write(append([]byte{0, byte(len(question))}, question...)); err != nil {
		return err
	}
	if err := stream.Close(); err != nil {
		return err
	}
	answer, err := io.ReadAll(stream)
	if len(answer) < 14 {
		return fmt.Errorf("an answer of %d bytes: %w", len(answer), err)
	}
	return nil
}
