//go:build !nfstream_no_remote

package remote_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/remote"
)

// check fails where the connection of turns leaves another record.
func check[T any](t *testing.T, port uint16, want T, turns ...string) {
	t.Helper()
	require.Equal(t, want, l7test.Record[T](t, newEngine, l7test.Script{On: l7.TCP, Port: port, Turns: turns}), "%q", turns)
}

func TestRDP(t *testing.T) {
	named := "\x03\x00\x00\x29\x24\xe0\x00\x00\x00\x00\x00Cookie: mstshash=abc\r\n\x01\x00\x08\x00\x03\x00\x00\x00"
	want := remote.RDP{Requested: []string{"tls", "hybrid", "hybrid-ex"}}
	check(t, 3389, want, request)
	want.Selected = "hybrid-ex"
	check(t, 3389, want, request, tlsOK, l7test.ClientHello)
	check(t, 3389, remote.RDP{Cookie: "abc", Requested: []string{"tls", "hybrid"}, Selected: "rdp"}, named, plainOK)
	check(t, 3389, remote.RDP{Cookie: "abc"}, cookie, "\x03\x00\x00\x0b\x06\xd0\x00\x00\x12\x34\x00")
	check(t, 3389, remote.RDP{Selected: "hybrid-ex"}, "", tlsOK)
}

func TestVNC(t *testing.T) {
	check(t, 5900, remote.VNC{Version: "3.8", Security: 19}, "", "RFB 003.889\n", "RFB 003.008\n", "\x02\x02\x13", "\x13")
	check(t, 5900, remote.VNC{Version: "3.3", Security: 2}, "", "RFB 003.008\n", "RFB 003.003\n", "\x00\x00\x00\x02")
	check(t, 5900, remote.VNC{Version: "3.8"}, "", "RFB 003.008\n")
}

func TestCaptures(t *testing.T) {
	require.Contains(t, l7test.RecordsOf[remote.RDP](t, "corpus/pcap/rdp.pcap", remote.Protos()),
		remote.RDP{Requested: []string{"tls", "hybrid", "hybrid-ex"}, Selected: "hybrid-ex"})
	require.Contains(t, l7test.RecordsOf[remote.VNC](t, "corpus/pcap/vnc.pcap", remote.Protos()), remote.VNC{Version: "4.1", Security: 13})
}
