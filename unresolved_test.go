//go:build !tiny

package nfstream_test

import (
	"encoding/binary"
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/risk"
)

// tcpSegment is a TCP segment with a payload.
func tcpSegment(at time.Duration, src, dst netip.AddrPort, payload string) capture.Frame {
	f := ipv4(at, src, dst, nil)
	f.Data = append(f.Data, payload...)
	binary.BigEndian.PutUint16(f.Data[2:], uint16(len(f.Data)))
	f.Data[33] = 0x18 // PSH, ACK
	f.Length = uint32(len(f.Data))
	return f
}

// A name is unresolved if no answer of DNS had given the address of its server, whichever worker saw that.
func TestUnresolvedHost(t *testing.T) {
	client := func(port uint16) netip.AddrPort { return netip.AddrPortFrom(clientAddr, port) }
	request := "GET / HTTP/1.1\r\nHost: www.example.com\r\n\r\n"
	source := framesSource{
		tcpSegment(0, client(1000), netip.AddrPortFrom(serverAddr, 80), request),
		ipv4(time.Second, resolverAddr, client(5000), answer(t, "www.example.com", serverAddr, 600)),
		tcpSegment(2*time.Second, client(1001), netip.AddrPortFrom(serverAddr, 80), request),
		tcpSegment(2*time.Second, client(1002), netip.MustParseAddrPort("203.0.113.9:80"), request),
	}
	for _, workers := range []int{1, 3} {
		for _, o := range []*risk.Options{{Only: risk.Of(risk.UnresolvedHost)}, {}} {
			s, err := nfstream.New(source, nfstream.Config{Workers: workers, Fields: []string{"src_port", "risks"}, Risks: o})
			require.NoError(t, err)
			found := map[string]bool{}
			for _, r := range rowsFrom(t, s) {
				found[r["src_port"]] = r["risks"] == risk.UnresolvedHost.Name()
			}
			on := o.Only != 0
			require.Equal(t, map[string]bool{"1000": on, "53": false, "1001": false, "1002": on}, found)
		}
	}
}
