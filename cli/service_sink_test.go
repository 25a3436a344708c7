//go:build !tiny

package cli

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli/internal/logs"
	"github.com/nfstream/nfstream-go/internal/output"
	"github.com/nfstream/nfstream-go/internal/rows"
)

// plainRows is a sink with equal rows.
type plainRows struct{ rows.Buffer }

func (p *plainRows) Write(*nfstream.Flow) error { return p.Done(append(p.Row(), "row\n"...)) }

// A sink that cannot write tries again after a second, then after two, up to a minute, independent of flushes, ticks
// and rotations. It tries immediately at the end. It creates no file without rows.
func TestAttemptsWait(t *testing.T) {
	var text bytes.Buffer
	dir := filepath.Join(t.TempDir(), "flows")
	require.NoError(t, os.Mkdir(dir, 0o700))
	files, err := output.Create(filepath.Join(dir, "a.csv"), output.Options{Fresh: true, Keep: 2, Flows: 10},
		func(w io.Writer) nfstream.Sink { return &plainRows{rows.Buffer{W: w, Begin: []byte("head\n")}} })
	require.NoError(t, err)
	now := time.Unix(1e9, 0)
	l := &emitter{sink: files, log: logs.New(&text, logs.Options{}), now: func() time.Time { return now }}
	write := func(n int) {
		for range n {
			require.NoError(t, l.Write(nil))
			require.NoError(t, l.Flush())
			require.NoError(t, l.Tick())
		}
	}
	write(10)
	require.NoError(t, os.Rename(dir, dir+"-away"))
	attempts := func() int { return strings.Count(text.String(), "cannot write rows") }
	for i, wait := range []time.Duration{1, 2, 4, 8, 16, 32, 60, 60, 60} {
		write(5)
		require.NoError(t, l.Rotate())
		require.Equal(t, i+1, attempts())
		now = now.Add(wait*time.Second - 1)
		write(5)
		require.Equal(t, i+1, attempts(), "it is not time yet")
		now = now.Add(1)
	}
	require.EqualValues(t, 90, l.lostRows())
	require.NoError(t, os.Rename(dir+"-away", dir))
	write(10)
	require.Contains(t, text.String(), `msg="writing rows works again" output="" rows_lost=90`)
	require.NoError(t, os.Rename(dir, dir+"-away"))
	write(1)
	require.Equal(t, 10, attempts())
	require.NoError(t, os.Rename(dir+"-away", dir))
	l.hurry()
	write(3)
	require.NoError(t, l.Close())
	require.EqualValues(t, 91, l.lostRows())
	require.EqualValues(t, 23, files.Written())
	names, err := filepath.Glob(filepath.Join(dir, "*"))
	require.NoError(t, err)
	require.Len(t, names, 2)
}
