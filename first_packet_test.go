package nfstream_test

import (
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/corpus"
)

// What the first packet of a flow says: its payload, else a resolved name, else the address, else the port.
func TestFirstPacket(t *testing.T) {
	corpus.Whole(t, "networks")
	end := func(addr string, port uint16) netip.AddrPort {
		return netip.AddrPortFrom(netip.MustParseAddr(addr), port)
	}
	client := func(port uint16) netip.AddrPort { return netip.AddrPortFrom(clientAddr, port) }
	source := framesSource{
		ipv4(0, resolverAddr, client(5000), answer(t, "www.instagram.com", serverAddr, 600)),
		ipv4(time.Second, client(1001), netip.AddrPortFrom(serverAddr, 443), nil),
		ipv4(2*time.Second, client(1002), end("203.0.113.9", 443), nil),
		ipv4(3*time.Second, client(1003), end("203.0.113.9", 44300), nil),
		ipv4(4*time.Second, client(1004), end("142.250.74.100", 443), nil),
		ipv4(5*time.Second, client(1005), end("203.0.113.9", 60999), []byte("no protocol at all")),
		ipv4(6*time.Second, client(1005), end("203.0.113.9", 60999), answer(t, "www.instagram.com", serverAddr, 600)),
	}
	for _, workers := range []int{1, 3} {
		s, err := nfstream.New(source, nfstream.Config{Workers: workers, IdleTimeout: time.Hour, ActiveTimeout: time.Hour,
			Fields: []string{"src_port", "first_packet", "application_name"}})
		require.NoError(t, err)
		found := map[string]string{}
		for _, r := range rowsFrom(t, s) {
			found[r["src_port"]] = r["fpc_application_name"] + " " + r["fpc_confidence"] + ", " + r["application_name"]
		}
		require.Equal(t, map[string]string{"53": "DNS.Instagram 6, DNS.Instagram", "1001": "Instagram 5, TLS.Instagram",
			"1002": "TLS 1, TLS", "1003": "Unknown 0, Unknown", "1004": "Google 7, TLS.Google", "1005": "Unknown 0, DNS.Instagram"}, found)
	}
}
