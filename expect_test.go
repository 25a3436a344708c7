package nfstream_test

import (
	"context"
	"encoding/binary"
	"io"
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/dns/dnsmessage"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/packet"
)

var (
	resolverAddr = netip.MustParseAddrPort("192.0.2.53:53")
	clientAddr   = netip.MustParseAddr("192.0.2.1")
	serverAddr   = netip.MustParseAddr("198.51.100.7")
)

// answer is a response of a resolver, that a name has an address.
func answer(t *testing.T, name string, addr netip.Addr, ttl uint32) []byte {
	t.Helper()
	n := dnsmessage.MustNewName(name + ".")
	m := dnsmessage.Message{Header: dnsmessage.Header{ID: 7, Response: true},
		Questions: []dnsmessage.Question{{Name: n, Type: dnsmessage.TypeA, Class: dnsmessage.ClassINET}},
		Answers: []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: n, Class: dnsmessage.ClassINET, TTL: ttl},
			Body: &dnsmessage.AResource{A: addr.As4()}}}}
	packed, err := m.Pack()
	require.NoError(t, err)
	return packed
}

// ipv4 makes a raw IPv4 packet around a UDP datagram, or a bare TCP segment where there is no payload.
func ipv4(at time.Duration, src, dst netip.AddrPort, payload []byte) capture.Frame {
	const header = 20
	proto, size := byte(17), 8
	if payload == nil {
		proto, size = 6, 20
	}
	b := make([]byte, header+size, header+size+len(payload))
	b[0], b[8], b[9] = 0x45, 64, proto
	binary.BigEndian.PutUint16(b[2:], uint16(cap(b)))
	copy(b[12:], src.Addr().AsSlice())
	copy(b[16:], dst.Addr().AsSlice())
	binary.BigEndian.PutUint16(b[20:], src.Port())
	binary.BigEndian.PutUint16(b[22:], dst.Port())
	if proto == 17 {
		binary.BigEndian.PutUint16(b[24:], uint16(8+len(payload)))
	} else {
		b[32], b[33] = 5<<4, 2 // SYN
	}
	b = append(b, payload...)
	return capture.Frame{Data: b, Length: uint32(len(b)), Time: int64(at), Link: packet.LinkRaw}
}

// framesSource hands out frames, all at once.
type framesSource []capture.Frame

func (s framesSource) Next(_ context.Context, b *capture.Batch) error {
	b.Reset()
	b.Frames = append(b.Frames, s...)
	return io.EOF
}
func (framesSource) Stats() capture.Stats { return capture.Stats{} }
func (framesSource) Close() error         { return nil }

// Flows in whose payload nothing names the server are named by what was resolved to it before, for as long as the answer
// holds.
func TestFlowsAreNamedByResolvedNames(t *testing.T) {
	resolved := ipv4(0, resolverAddr, netip.AddrPortFrom(clientAddr, 5000), answer(t, "www.instagram.com", serverAddr, 600))
	connect := func(at time.Duration, port uint16) capture.Frame {
		return ipv4(at, netip.AddrPortFrom(clientAddr, port), netip.AddrPortFrom(serverAddr, 443), nil)
	}
	back := ipv4(3*time.Second, netip.AddrPortFrom(serverAddr, 443), netip.AddrPortFrom(clientAddr, 1003), nil)
	source := framesSource{connect(0, 1000), resolved, connect(time.Second, 1001), connect(599*time.Second, 1002), back,
		connect(601*time.Second, 1004),
		ipv4(2*time.Second, netip.AddrPortFrom(clientAddr, 1005), netip.AddrPortFrom(serverAddr, 22), nil)}
	for _, workers := range []int{1, 2, 3, 8} {
		s, err := nfstream.New(source, nfstream.Config{Workers: workers, IdleTimeout: time.Hour, ActiveTimeout: time.Hour,
			Fields: []string{"src_port", "dst_port", "application_name", "application_confidence", "category_name"}})
		require.NoError(t, err)
		labels := map[string]string{}
		for _, r := range rowsFrom(t, s) {
			labels[r["src_port"]+" to "+r["dst_port"]] = r["application_name"] + " " + r["application_confidence"] + " " + r["category_name"]
		}
		require.Equal(t, map[string]string{"1000 to 443": "TLS 1 Web", "53 to 5000": "DNS.Instagram 6 SocialNetwork",
			"1001 to 443": "TLS.Instagram 5 SocialNetwork", "1002 to 443": "TLS.Instagram 5 SocialNetwork",
			"443 to 1003": "TLS.Instagram 5 SocialNetwork", "1004 to 443": "TLS 1 Web",
			"1005 to 22": "SSH 1 RemoteAccess"}, labels, "%d workers", workers)
	}
}

// Answers that make a name lead nowhere, as filters give them, name nothing; nor do names of no application.
func TestAnswersThatNameNothing(t *testing.T) {
	for name, addr := range map[string]netip.Addr{
		"www.instagram.com": netip.IPv4Unspecified(), "localhost.instagram.com": netip.MustParseAddr("127.0.0.1"),
		"www.example.com": serverAddr,
	} {
		s, err := nfstream.New(framesSource{
			ipv4(0, resolverAddr, netip.AddrPortFrom(clientAddr, 5000), answer(t, name, addr, 600)),
			ipv4(1, netip.AddrPortFrom(clientAddr, 1000), netip.AddrPortFrom(addr, 443), nil)}, nfstream.Config{Workers: 1,
			Fields: []string{"dst_port", "application_name"}})
		require.NoError(t, err)
		rows := rowsFrom(t, s)
		require.Len(t, rows, 2)
		require.Equal(t, map[string]string{"dst_port": "443", "application_name": "TLS"}, rows[1], name)
	}
}
