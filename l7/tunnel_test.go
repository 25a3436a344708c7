package l7_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/l7"
)

// A tunnel to a provider of tunnels is the provider's, one to a host of others is nobody's.
func TestTunnelsToTheirProviders(t *testing.T) {
	for _, c := range []struct {
		protocol categories.ID
		server   string
		want     categories.ID
	}{
		{categories.WireGuard, "193.138.218.74", categories.Mullvad}, {categories.OpenVPN, "193.138.218.74", categories.Mullvad},
		{categories.SSH, "193.138.218.74", 0}, {categories.WireGuard, "192.0.2.1", 0},
		{categories.WireGuard, "157.240.1.1", 0}, // Facebook, which provides none
	} {
		k := flowkey.Key{Proto: 17, Ver: 4, PortA: 40000, PortB: 51820}
		k.A, k.B = netip.MustParseAddr("10.0.0.1").As16(), netip.MustParseAddr(c.server).As16()
		f := l7.Flow{Protocol: c.protocol, Confidence: l7.ByInspection}
		require.Equal(t, c.want, l7.ByNetwork(&f, &k).App, "%v %s", c.protocol, c.server)
	}
}
