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

func TestVendors(t *testing.T) {
	payload := func(next byte, body string) string { return string([]byte{next, 0, 0, byte(4 + len(body))}) + body }
	message := func(first, version, flags byte, payloads string) string {
		exchange := byte(2 + 32*int(version>>5)) // identity protection, IKE_SA_INIT
		return "initiatr" + string(make([]byte, 8)) + string([]byte{first, version, exchange, flags}) + "\x00\x00\x00\x00" +
			"\x00\x00\x00" + string([]byte{byte(28 + len(payloads))}) + payloads
	}
	dpd := "\xaf\xca\xd7\x13\x68\xa1\xf1\xc9\x6b\x86\x96\xfc\x77\x57\x01\x00"
	both := []string{"afcad71368a1f1c96b8696fc77570100", "strongSwan"}
	for _, c := range []struct {
		want []string
		text string
	}{
		{both, message(1, 0x10, 0, payload(13, "sa")+payload(13, dpd)+payload(0, "strongSwan"))},
		{both, message(33, 0x20, 8, payload(43, "sa")+payload(43, dpd)+payload(0, "strongSwan"))},
		{nil, message(1, 0x10, 1, payload(13, "sa")+payload(0, dpd))},
		{nil, message(1, 0x10, 0, payload(13, "sa")+"\x00\x00\xff\xff")},
	} {
		got := l7test.Record[IKE](t, l7test.Engines(Protos()), l7test.Script{On: l7.UDP, Port: 500, Turns: []string{c.text}})
		require.Equal(t, c.want, got.Vendors, "%q", c.text)
	}
}

func TestL2TPRecord(t *testing.T) {
	attribute := func(kind byte, value string) string {
		return string([]byte{0x80, byte(6 + len(value)), 0, 0, 0, kind}) + value
	}
	message := func(kind byte, host, vendor string) string {
		attributes := attribute(0, "\x00"+string([]byte{kind})) + attribute(2, "\x01\x00") + attribute(7, host) + attribute(8, vendor)
		return "\xc8\x02\x00" + string([]byte{byte(12 + len(attributes))}) + string(make([]byte, 8)) + attributes
	}
	got := l7test.Record[L2TP](t, l7test.Engines(Protos()), l7test.Script{On: l7.UDP, Port: 1701,
		Turns: []string{message(1, "lac", "xelerance.com"), message(2, "lns", "acme"), message(1, "other", "")}})
	require.Equal(t, L2TP{Host: "lac", Vendor: "xelerance.com", Server: "lns"}, got)
}
