package rows

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// narrow accepts a limited number of bytes.
type narrow struct {
	bytes.Buffer
	room   int
	writes int
}

var errNarrow = errors.New("no room")

func (n *narrow) Write(p []byte) (int, error) {
	n.writes++
	fits := min(len(p), n.room)
	n.room -= fits
	n.Buffer.Write(p[:fits])
	if fits < len(p) {
		return fits, errNarrow
	}
	return fits, nil
}

// forgiving can also remove written bytes.
type forgiving struct{ narrow }

func (f *forgiving) Unwrite(n int) error {
	f.Truncate(f.Len() - n)
	return nil
}

func add(b *Buffer, row string) error { return b.Done(append(b.Row(), row...)) }

func TestWholeRowsOnly(t *testing.T) {
	for room := range 22 {
		w := &forgiving{narrow{room: room}}
		b := Buffer{W: w, Begin: []byte("head\n")}
		for range 3 {
			require.NoError(t, add(&b, "12\n34\n"))
		}
		require.ErrorIs(t, b.Flush(), errNarrow)
		require.Contains(t, []string{"", "head\n", "head\n12\n34\n", "head\n12\n34\n12\n34\n"}, w.String())
		require.Less(t, room-w.Len(), 6, "a row that fitted was taken back")
	}
}

func TestErrorsStay(t *testing.T) {
	w := &narrow{room: 2}
	b := Buffer{W: w}
	require.NoError(t, add(&b, "row\n"))
	require.ErrorIs(t, b.Flush(), errNarrow)
	require.ErrorIs(t, add(&b, "row\n"), errNarrow)
	require.ErrorIs(t, b.Flush(), errNarrow)
	require.Equal(t, 1, w.writes)
	require.Equal(t, "ro", w.String())
}

func TestRowsAreGathered(t *testing.T) {
	w := &narrow{room: 1 << 20}
	b := Buffer{W: w}
	row := strings.Repeat("x", 99) + "\n"
	for range 1000 {
		require.NoError(t, add(&b, row))
	}
	require.NoError(t, b.Flush())
	require.NoError(t, b.Flush())
	require.Equal(t, strings.Repeat(row, 1000), w.String())
	require.Equal(t, 2, w.writes)
}
