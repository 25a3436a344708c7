package quic_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	peer "github.com/quic-go/quic-go"
	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7/quic"
	parse "github.com/nfstream/nfstream-go/l7/tls"
)

// wiretap hands on what either end of a connection sends.
type wiretap struct {
	net.PacketConn
	mu   *sync.Mutex
	sent func([]byte)
}

func (w wiretap) WriteTo(b []byte, to net.Addr) (int, error) {
	w.mu.Lock()
	w.sent(bytes.Clone(b))
	w.mu.Unlock()
	return w.PacketConn.WriteTo(b, to)
}

type captured struct {
	client bool
	data   []byte
}

// connect lets two peers shake hands and returns their datagrams in order.
func connect(t *testing.T, retry bool, name string, versions ...peer.Version) []captured {
	t.Helper()
	var mu sync.Mutex
	var datagrams []captured
	tap := func(client bool) wiretap {
		socket, err := net.ListenPacket("udp", "127.0.0.1:0")
		require.NoError(t, err)
		t.Cleanup(func() { socket.Close() })
		return wiretap{socket, &mu, func(b []byte) { datagrams = append(datagrams, captured{client, b}) }}
	}
	client, server := tap(true), tap(false)
	listening := &peer.Transport{Conn: server, VerifySourceAddress: func(net.Addr) bool { return retry }}
	own := &tls.Config{Certificates: []tls.Certificate{certificate(t)}, NextProtos: []string{"h3"}}
	listener, err := listening.Listen(own, &peer.Config{Versions: versions})
	require.NoError(t, err)
	dialing := &peer.Transport{Conn: client}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	wanted := &tls.Config{InsecureSkipVerify: true, ServerName: name, NextProtos: []string{"h3"}}
	conn, err := dialing.Dial(ctx, server.LocalAddr(), wanted, &peer.Config{Versions: versions})
	require.NoError(t, err)
	require.NoError(t, conn.CloseWithError(0, ""))
	require.NoError(t, dialing.Close())
	require.NoError(t, listener.Close())
	require.NoError(t, listening.Close())
	mu.Lock()
	defer mu.Unlock()
	return datagrams
}

func certificate(t *testing.T) tls.Certificate {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, public, private)
	require.NoError(t, err)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: private}
}

// TestPeers reads what quic-go sends, in both versions, with and without a Retry, and hellos of more than one packet.
func TestPeers(t *testing.T) {
	long := strings.Repeat("long.", 40) + "example.org"
	for _, version := range []peer.Version{peer.Version1, peer.Version2} {
		for _, retry := range []bool{false, true} {
			for _, name := range []string{"example.org", long} {
				var c quic.Conn
				for _, d := range connect(t, retry, name, version) {
					feed := c.FeedServer
					if d.client {
						feed = c.FeedClient
					}
					require.NoError(t, feed(d.data))
				}
				require.Equal(t, quic.Version(version), c.Version())
				h, err := parse.ParseClientHello(c.ClientHello())
				require.NoError(t, err)
				require.Equal(t, name, string(h.ServerName))
				require.Equal(t, "h3", h.ALPN.String())
				require.Equal(t, "q13d", h.JA4(parse.OverQUIC)[:4])
				s, err := parse.ParseServerHello(c.ServerHello())
				require.NoError(t, err)
				require.Equal(t, parse.TLS13, s.Version)
			}
		}
	}
}
