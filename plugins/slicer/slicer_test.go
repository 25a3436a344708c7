package slicer_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/plugins/internal/plugintest"
	"github.com/nfstream/nfstream-go/plugins/slicer"
)

func slices(t *testing.T, n int) (packets []uint64, expirations []int32) {
	t.Helper()
	ten := make([]plugintest.Packet, 10)
	for i := range ten {
		ten[i] = plugintest.Packet{Size: 40, Back: i%2 == 1}
	}
	flows, _, err := plugintest.Run(nfstream.Config{Plugins: []nfstream.Plugin{slicer.New(n)}}, ten)
	require.NoError(t, err)
	for _, f := range flows {
		packets = append(packets, f.Bidirectional().Packets)
		expirations = append(expirations, f.ExpirationID())
	}
	return packets, expirations
}

func TestSlicesEndAfterTheirPackets(t *testing.T) {
	packets, expirations := slices(t, 1)
	require.Equal(t, []uint64{1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, packets)
	require.Equal(t, []int32{-1, -1, -1, -1, -1, -1, -1, -1, -1, -1}, expirations)

	packets, expirations = slices(t, 4)
	require.Equal(t, []uint64{4, 4, 2}, packets)
	require.Equal(t, []int32{-1, -1, 0}, expirations)

	packets, _ = slices(t, 10)
	require.Equal(t, []uint64{10}, packets)
}

func TestSlicesWithoutPacketsAreRefused(t *testing.T) {
	for _, n := range []int{0, -1} {
		_, _, err := plugintest.Run(nfstream.Config{Plugins: []nfstream.Plugin{slicer.New(n)}}, nil)
		require.ErrorIs(t, err, nfstream.ErrConfig)
		require.ErrorContains(t, err, "want at least 1")
	}
}
