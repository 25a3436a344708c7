package network

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
)

func TestDescriptors(t *testing.T) { l7test.CheckDescriptors(t, Protos()) }

// A flow is named by its number, with payloads and without.
func TestNumbers(t *testing.T) {
	e := l7.NewEngine(l7.Compile(Protos()), l7.Limits{TCP: 10, UDP: 10})
	want := map[uint8]categories.ID{1: categories.ICMP, 2: categories.IGMP, 4: categories.IPInIP, 8: categories.EGP,
		41: categories.IPInIP, 47: categories.GRE, 50: categories.ESP, 51: categories.AH, 58: categories.ICMPV6,
		88: categories.EIGRP, 115: categories.L2TP, 89: categories.IPOSPF, 103: categories.IPPIM,
		112: categories.VRRP, 113: categories.PGM, 132: categories.SCTP}
	for n := range 256 {
		for _, text := range []string{"", "GET / HTTP/1.1\r\n\r\n", "\x00"} {
			k := l7test.NewTalk(e, l7.IP, 0, 0)
			k.Key.Proto = uint8(n)
			k.Say(0, []byte(text))
			k.End()
			require.Equal(t, want[uint8(n)], k.Flow.Protocol, "%d %q", n, text)
			if k.Flow.Protocol != 0 {
				require.Equal(t, l7.ByInspection, k.Flow.Confidence)
			}
			require.Zero(t, e.Busy())
		}
	}
}
