package categories_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
)

func TestIDs(t *testing.T) {
	require.EqualValues(t, 91, categories.TLS)
	require.Equal(t, "TLS", categories.TLS.Name())
	require.Equal(t, "TLS", categories.TLS.String())
	require.Equal(t, categories.CategoryWeb, categories.TLS.Category())
	require.Equal(t, categories.BreedSafe, categories.TLS.Breed())
	require.True(t, categories.TLS.IsNetwork())
	require.Equal(t, categories.TransportTCP, categories.TLS.Transports())
	require.False(t, categories.Instagram.IsNetwork())
	require.True(t, categories.AmazonAWS.IsHosting())
	require.False(t, categories.Facebook.IsHosting())
	require.Equal(t, categories.TransportTCP|categories.TransportUDP, categories.DNS.Transports())
	require.Zero(t, categories.IPOSPF.Transports())
}

// free returns unregistered ids: those of the reference's block and of the project's own, and the last id.
func free() []categories.ID {
	registered := slices.Collect(categories.All())
	ids := []categories.ID{65535}
	for id := range categories.FirstUser {
		if !slices.Contains(registered, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

func TestUnregisteredIDs(t *testing.T) {
	for _, id := range append(free(), categories.Unknown) {
		require.Equal(t, "Unknown", id.Name(), "%d", id)
		require.Equal(t, categories.CategoryUnspecified, id.Category())
		require.Equal(t, categories.BreedUnrated, id.Breed())
		tcp, udp := categories.Ports(id)
		require.Nil(t, tcp)
		require.Nil(t, udp)
	}
}

func TestCategoryNames(t *testing.T) {
	require.Equal(t, "IoT-Scada", categories.CategoryIoTScada.Name())
	require.Equal(t, "Gambling", categories.CategoryGambling.String())
	for _, c := range []categories.Category{categories.CategoryUnspecified, 35, 98, 159, 255} {
		require.Equal(t, "Unspecified", c.Name(), "%d", uint8(c))
	}
}

func TestBreedNames(t *testing.T) {
	require.Equal(t, "Unrated", categories.BreedUnrated.Name())
	require.Equal(t, "Potentially_Dangerous", categories.BreedPotentiallyDangerous.String())
	require.Equal(t, "Unrated", categories.Breed(200).Name())
}

func TestAll(t *testing.T) {
	all := slices.Collect(categories.All())
	require.True(t, slices.IsSorted(all))
	require.Equal(t, categories.Unknown, all[0])
	require.Len(t, slices.Compact(slices.Clone(all)), len(all))
	for range categories.All() {
		break
	}
}

func TestByName(t *testing.T) {
	for id := range categories.All() {
		for _, name := range []string{id.Name(), strings.ToLower(id.Name()), strings.ToUpper(id.Name())} {
			got, ok := categories.ByName(name)
			require.True(t, ok, name)
			require.Equal(t, id, got, name)
		}
		_, ok := categories.ByName(id.Name() + "~")
		require.False(t, ok)
	}
	for _, name := range []string{"", "TL", "TLS.Google", "zzz", "!", "\xff"} {
		id, ok := categories.ByName(name)
		require.False(t, ok, name)
		require.Equal(t, categories.Unknown, id)
	}
}

func TestAppendName(t *testing.T) {
	nobodys := free()
	for _, c := range []struct {
		master, app categories.ID
		want        string
	}{
		{categories.HTTP, categories.Instagram, "HTTP.Instagram"},
		{categories.Unknown, categories.TLS, "TLS"},
		{categories.TLS, categories.Unknown, "TLS"},
		{categories.TLS, categories.TLS, "TLS"},
		{categories.Unknown, categories.Unknown, "Unknown"},
		{nobodys[0], categories.DNS, "DNS"},
		{categories.DNS, nobodys[1], "DNS"},
		{nobodys[0], nobodys[1], "Unknown"},
	} {
		require.Equal(t, c.want, string(categories.AppendName(nil, c.master, c.app)))
		require.Equal(t, "x"+c.want, string(categories.AppendName([]byte("x"), c.master, c.app)))
	}
}

func TestNoAllocations(t *testing.T) {
	room := make([]byte, 0, 64)
	require.Zero(t, testing.AllocsPerRun(100, func() {
		id, _ := categories.ByName("instagram")
		_, _, _ = id.Name(), id.Breed().Name(), id.Category().Name()
		room = categories.AppendName(room[:0], categories.HTTP, id)
		categories.DefaultPort(categories.TransportTCP, 443)
		for range categories.All() {
		}
	}))
}
