//go:build !nfstream_no_vpn

package vpn

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// The protection of the control channel is known from the reset, over UDP and TCP.
func TestOpenVPNProtection(t *testing.T) {
	e := l7.NewEngine(l7.Compile(Protos()), l7.Limits{TCP: 100, UDP: 8})
	for reset, want := range map[string]string{
		"\x38session1\x00\x00\x00\x00" +
			"\x00": "none",
		"\x40session2\x01\x00\x00\x00\x00session1\x00\x00\x00" +
			"\x00": "none",
		"\x38session1abcdefghijklmnopqrst\x00\x00\x00\x01\x60\x00\x00\x00\x00\x00\x00\x00" +
			"\x00": "tls-auth",
		"\x38session1abcdefghijklmnop\x00\x00\x00\x02\x60\x00\x00\x00\x00\x00\x00\x00" +
			"\x00": "tls-auth",
		"\x38session1\x00\x00\x00\x01\x60\x00\x00" +
			"\x00abcdefghijklmnopqrstuvwxyzABCDEF12345": "tls-crypt",
		"\x40session1\x0f\x00\x00\x01\x60\x00\x00" +
			"\x00abcdefghijklmnopqrstuvwxyzABCDEF12345678901234567": "tls-crypt",
		"\x50session1\x0f\x00\x00\x01\x60\x00\x00\x00abcdefghijklmnopqrstuvwxyzABCDEF12345wrapped client key\x00" +
			"\x14": "tls-crypt-v2",
	} {
		k := l7test.NewTalk(e, l7.UDP, 40000, 40001)
		k.Say(0, []byte(reset))
		require.Equal(t, categories.OpenVPN, k.Flow.Protocol, "%q", reset)
		require.Equal(t, want, metadata.Get[OpenVPN](k.Metadata).Protection, "%q", reset)
		k = l7test.NewTalk(e, l7.TCP, 40000, 40001)
		k.Segments(0, append([]byte{0, byte(len(reset))}, reset...), 3)
		require.Equal(t, want, metadata.Get[OpenVPN](k.Metadata).Protection, "%q", reset)
	}
}

// Others is what no protocol of the family may take.
func TestOthers(t *testing.T) {
	e := l7.NewEngine(l7.Compile(Protos()), l7.Limits{TCP: 100, UDP: 8})
	for _, text := range []string{
		"\x38session1\x00\x00\x00\x00\x01", "\x38session1\x00\x00\x00\x00\x00\x00",
		"\x38\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
		"\x38session1abcdefghijklmnopqrs\x00\x00\x00\x01\x60\x00\x00\x00\x00\x00\x00\x00\x00", // no digest has 19 bytes
		"0 node 16\n", "0 no-de 17\n", "0 node 17x\n", "0  17\n", "IKETC", "TS\xf0\x9f\x92\xac", "r6fnvWj",
		"\x00\x9c\x00\x01\x1a\x2b\x3c\x4c", "IP=192.0.2.1",
	} {
		for _, on := range []l7.Transport{l7.TCP, l7.UDP} {
			k := l7test.NewTalk(e, on, 40000, 40001)
			k.Say(0, []byte(text))
			k.End()
			require.Zero(t, k.Flow.Protocol, "%q", text)
		}
	}
}

func TestIKE(t *testing.T) {
	e := l7.NewEngine(l7.Compile(Protos()), l7.Limits{UDP: 8})
	k := l7test.NewTalk(e, l7.UDP, 40000, 4500)
	k.Say(0, []byte("\x00\x00\x00\x00initiatrresponds\x05\x10\x02\x01\x00\x00\x00\x01\x00\x00\x00\x1c"))
	require.Equal(t, &IKE{Version: "1.0", Exchange: 2, Initiator: "696e697469617472"}, metadata.Get[IKE](k.Metadata))
	k = l7test.NewTalk(e, l7.UDP, 500, 500)
	k.Say(0, []byte("initiatr\x00\x00\x00\x00\x00\x00\x00\x00\x21\x20\x22\x08\x00\x00\x00\x00\x00\x00\x00\x1c"))
	require.Equal(t, &IKE{Version: "2.0", Exchange: 34, Initiator: "696e697469617472"}, metadata.Get[IKE](k.Metadata))
}

// Data of WireGuard is known by its counter, and a padded initiation by the response.
func TestWireGuard(t *testing.T) {
	e := l7.NewEngine(l7.Compile(Protos()), l7.Limits{UDP: 8})
	body := make([]byte, 200)
	for _, turns := range [][]string{
		{"\x01\x00\x00\x00abcd" + string(body), "\x02\x00\x00\x00efghabcd" + string(body)},
		{"\x04\x00\x00\x00abcd\x01\x00\x00\x00" + string(body[:20]), "",
			"\x04\x00\x00\x00abcd\x02\x00\x00\x00" + string(body[:20])},
	} {
		k := l7test.NewTalk(e, l7.UDP, 40000, 40001)
		k.Turns(turns...)
		require.Equal(t, categories.WireGuard, k.Flow.Protocol, "%q", turns)
	}
	for _, turns := range [][]string{
		{"\x01\x00\x00\x00abcd" + string(body), "\x02\x00\x00\x00efghabce" + string(body)},
		{"\x04\x00\x00\x00abcd\x01\x00\x00\x00" + string(body[:21]), "",
			"\x04\x00\x00\x00abcd\x02\x00\x00\x00" + string(body[:21])},
	} {
		k := l7test.NewTalk(e, l7.UDP, 40000, 40001)
		k.Turns(turns...)
		require.Zero(t, k.Flow.Protocol, "%q", turns)
		k.End()
	}
}

// The packets of a network are expected where its daemon listens.
func TestTincExpectsItsPackets(t *testing.T) {
	e := l7.NewEngine(l7.Compile(Protos()), l7.Limits{TCP: 8})
	k := l7test.NewTalk(e, l7.TCP, 40000, 655)
	k.Say(0, []byte("0 node 17\n"))
	require.Equal(t, "node", k.Metadata.ClientText)
}
