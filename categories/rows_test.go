package categories

import (
	"cmp"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories/internal/gen/source"
)

// A registry with three rows of the reference, and rows of the project with a gap.
func TestOwnRows(t *testing.T) {
	some := []row{{id: 0}, {id: 1}, {id: 2}, {id: 1000}, {id: 1050}, {id: 1051}}
	for id, place := range map[ID]int{0: 0, 2: 2, 3: 0, 999: 0, 1000: 3, 1001: 0, 1049: 0, 1050: 4, 1051: 5, 1052: 0, 65535: 0} {
		require.Equal(t, place, placeOf(id, some, 3), "%d", id)
	}
	require.Zero(t, placeOf(1000, some[:3], 3), "no own rows")
}

func TestRowsAreInOrder(t *testing.T) {
	require.Equal(t, [2]int{source.FirstOwn, source.FirstUser}, [2]int{int(FirstOwn), int(FirstUser)})
	for i, r := range rows {
		require.Equal(t, i, r.id.place())
		require.Equal(t, i < referenceRows, r.id < FirstOwn)
	}
	require.True(t, slices.IsSortedFunc(ports[:], func(p, q portRow) int { return cmp.Compare(p.id, q.id) }))
	for _, owners := range [][]owner{tcpOwners[:], udpOwners[:]} {
		for i := range owners[1:] {
			require.Less(t, owners[i].Last, owners[i+1].First)
		}
	}
}

func TestFind(t *testing.T) {
	owners := []owner{{PortRange{250, 260}, 7}, {PortRange{261, 261}, 9}, {PortRange{300, 300}, 8}}
	for port, want := range map[uint16]ID{0: 0, 249: 0, 250: 7, 255: 7, 260: 7, 261: 9, 262: 0, 300: 8, 301: 0, 65535: 0} {
		require.Equal(t, want, find(owners, port), "%d", port)
	}
	require.Zero(t, find(nil, 80))
}
