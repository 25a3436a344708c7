//go:build !nfstream_no_vpn

package vpn

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
)

func TestPPTPRecord(t *testing.T) {
	message := func(kind byte, host, vendor string) string {
		return "\x00\x9c\x00\x01\x1a\x2b\x3c\x4d\x00" + string([]byte{kind}) + string(make([]byte, 18)) +
			host + string(make([]byte, 64-len(host))) + vendor + string(make([]byte, 64-len(vendor)))
	}
	got := l7test.Record[PPTP](t, l7test.Engines(Protos()), l7test.Script{On: l7.TCP, Port: 1723,
		Turns: []string{message(1, "pc", "Linux"), message(2, "router", "acme"), message(1, "other", "")}})
	require.Equal(t, PPTP{Host: "pc", Vendor: "Linux", Server: "router"}, got)
}
