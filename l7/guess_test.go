package l7

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flowkey"
)

// A packet with the data port of FTP and a service's port is of that service.
func TestGuessByPorts(t *testing.T) {
	for _, c := range []struct {
		a, b uint16
		want categories.ID
	}{
		{20, 80, categories.HTTP}, {80, 20, categories.HTTP}, {20, 40001, categories.FTPData}, {40001, 22, categories.SSH},
		{53, 443, categories.DNS}, {40001, 40002, 0},
	} {
		var f Flow
		f.guessByPort(&flowkey.Key{Proto: protoTCP, PortA: c.a, PortB: c.b})
		require.Equal(t, c.want, f.Protocol, "%d and %d", c.a, c.b)
	}
}

// What begins like no protocol is not of the port's, where the operator of the address is known.
func TestNetworkOfWhatIsNoTLS(t *testing.T) {
	k := flowkey.Key{Proto: protoTCP, Ver: 4, PortA: 443, PortB: 40001}
	flowkey.PutIPv4(&k.A, netip.MustParseAddr("149.154.167.91").AsSlice())
	flowkey.PutIPv4(&k.B, netip.MustParseAddr("192.0.2.1").AsSlice())
	for flags, want := range map[uint8]categories.ID{0: categories.TLS, foreign: categories.Telegram} {
		f := Flow{flags: flags}
		f.guessByPort(&k)
		f.applyEndpoints(ByNetwork(&f, &k))
		require.Equal(t, want, f.Protocol)
		require.Equal(t, categories.Telegram, f.Application)
		require.Equal(t, ByAddress, f.Confidence)
	}
}
