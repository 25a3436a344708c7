package categories_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
)

func TestRegister(t *testing.T) {
	id, err := categories.Register("Intranet Of Ours", categories.CategoryCloud, categories.BreedSafe)
	require.NoError(t, err)
	require.GreaterOrEqual(t, id, categories.FirstUser)
	require.Equal(t, "Intranet Of Ours", id.Name())
	require.Equal(t, categories.CategoryCloud, id.Category())
	require.Equal(t, categories.BreedSafe, id.Breed())
	require.False(t, id.IsNetwork())
	require.Zero(t, id.Transports())
	require.Equal(t, "TLS.Intranet Of Ours", string(categories.AppendName(nil, categories.TLS, id)))
	require.Equal(t, "Intranet Of Ours", string(categories.AppendName(nil, 999, id)))
	require.True(t, slices.Contains(slices.Collect(categories.All()), id))

	found, ok := categories.ByName("intranet of OURS")
	require.True(t, ok)
	require.Equal(t, id, found)

	again, err := categories.Register("INTRANET of ours", categories.CategoryVPN, categories.BreedFun)
	require.NoError(t, err)
	require.Equal(t, id, again)
	require.Equal(t, categories.CategoryVPN, id.Category())
	require.Equal(t, categories.BreedFun, id.Breed())
	require.Equal(t, "Intranet Of Ours", id.Name(), "the first spelling stays")
}

func TestRegisterWhatIsThere(t *testing.T) {
	id, err := categories.Register("google", categories.CategoryVPN, categories.BreedDangerous)
	require.NoError(t, err)
	require.Equal(t, categories.Google, id)
	require.Equal(t, categories.CategoryWeb, id.Category())
	c, err := categories.RegisterCategory("vpn")
	require.NoError(t, err)
	require.Equal(t, categories.CategoryVPN, c)
}

func TestRegisterRefusals(t *testing.T) {
	for _, name := range []string{"", " a", "a ", "a.b", "a,b", "a\nb", `a"b`, "a'b", "a\\b", "ä", "a\x7f", "Unknown",
		strings.Repeat("a", categories.MaxName+1)} {
		_, err := categories.Register(name, 0, 0)
		require.ErrorIs(t, err, categories.ErrRegistry, "%q", name)
	}
	_, err := categories.RegisterCategory("a.b")
	require.ErrorIs(t, err, categories.ErrRegistry)
}

func TestRegisterCategory(t *testing.T) {
	c, err := categories.RegisterCategory("Production lines")
	require.NoError(t, err)
	require.GreaterOrEqual(t, c, categories.FirstUserCategory)
	require.Equal(t, "Production lines", c.Name())
	again, err := categories.RegisterCategory("production LINES")
	require.NoError(t, err)
	require.Equal(t, c, again)
	require.True(t, c.Registered())
	require.False(t, categories.Category(255).Registered())
	require.True(t, slices.Contains(slices.Collect(categories.Categories()), c))
}

func TestBreedByName(t *testing.T) {
	b, ok := categories.BreedByName("tracker/ads")
	require.True(t, ok)
	require.Equal(t, categories.BreedTrackerAds, b)
	_, ok = categories.BreedByName("nice")
	require.False(t, ok)
}

// Several goroutines register and look up names concurrently; each name has one id.
func TestRegisterConcurrently(t *testing.T) {
	var all sync.WaitGroup
	ids := make([][]categories.ID, 4)
	for g := range ids {
		all.Go(func() {
			for i := range 200 {
				id, err := categories.Register(fmt.Sprintf("concurrent %d", i), categories.CategoryWeb, 0)
				if err != nil || id.Name() != fmt.Sprintf("concurrent %d", i) {
					t.Error(id, err)
				}
				found, ok := categories.ByName(id.Name())
				if !ok || found != id {
					t.Error(id, found)
				}
				ids[g] = append(ids[g], id)
			}
		})
	}
	all.Wait()
	for g := range ids {
		require.Equal(t, ids[0], ids[g])
	}
}

func TestUserNamesDoNotAllocate(t *testing.T) {
	_, err := categories.Register("Not in the heap", categories.CategoryWeb, 0)
	require.NoError(t, err)
	room := make([]byte, 0, 64)
	require.Zero(t, testing.AllocsPerRun(100, func() {
		id, _ := categories.ByName("not in the HEAP")
		room = categories.AppendName(room[:0], categories.TLS, id)
	}))
}
