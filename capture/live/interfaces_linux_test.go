package live

import (
	"net"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/emulate"
)

// Package net reports the same interfaces, except for Decodable.
func TestInterfacesAreThoseOfPackageNet(t *testing.T) {
	emulate.Skip(t, "netlink")
	system, err := net.Interfaces()
	require.NoError(t, err)
	all, err := Interfaces()
	require.NoError(t, err)
	require.Len(t, all, len(system))
	require.NotEmpty(t, all)
	for i, want := range system {
		got := all[i]
		require.Equal(t, want.Name, got.Name)
		require.Equal(t, want.Index, got.Index)
		require.Equal(t, want.Flags&net.FlagUp != 0, got.Up, got.Name)
		require.Equal(t, want.HardwareAddr.String(), got.Hardware, got.Name)
		addresses, err := want.Addrs()
		require.NoError(t, err)
		texts := make([]string, len(addresses))
		for j, a := range addresses {
			texts[j] = a.String()
		}
		var own []string
		for _, a := range got.Addresses {
			own = append(own, a.String())
		}
		require.ElementsMatch(t, texts, own, got.Name)
		require.True(t, IsInterface(got.Name))
	}
	require.True(t, IsInterface(Any))
	require.False(t, IsInterface("no such") || IsInterface("") || IsInterface("lo\x00"))
}

func TestHardware(t *testing.T) {
	require.Equal(t, "02:0a:00:00:00:ff", hardware([]byte{2, 10, 0, 0, 0, 255}))
	require.Empty(t, hardware(make([]byte, 6)))
	require.Empty(t, hardware([]byte{192, 0, 2, 1}))
	require.Empty(t, hardware(nil))
}
