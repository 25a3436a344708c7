package categories

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories/internal/gen/source"
)

// TestOwnRows is a registry of three rows of the reference and two own ones.
func TestOwnRows(t *testing.T) {
	for id, row := range map[ID]int{0: 0, 2: 2, 3: 0, 999: 0, 1000: 3, 1001: 4, 1002: 0, 65535: 0} {
		require.Equal(t, row, rowOf(id, 3, 2), "%d", id)
		if row != 0 {
			require.Equal(t, id, idOf(row, 3))
		}
	}
	require.Equal(t, source.FirstOwn, int(FirstOwn))
	require.Len(t, rows, referenceRows+ownRows+1)
}

// TestFind is about a range, which is cut where its page ends.
func TestFind(t *testing.T) {
	owners := []owner{{250, 255, 7}, {256, 260, 7}, {300, 300, 8}}
	pages := [257]uint16{0, 1}
	for i := 2; i < len(pages); i++ {
		pages[i] = 3
	}
	for port, want := range map[uint16]ID{249: 0, 250: 7, 255: 7, 256: 7, 260: 7, 261: 0, 300: 8, 301: 0, 65535: 0} {
		require.Equal(t, want, find(owners, &pages, port), "%d", port)
	}
}
