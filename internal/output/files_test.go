package output

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/rows"
)

// lines is a sink with equal rows.
type lines struct{ rows.Buffer }

func newLines(w io.Writer) nfstream.Sink {
	return &lines{rows.Buffer{W: w, Begin: []byte("head\n")}}
}

func (l *lines) Write(*nfstream.Flow) error { return l.Done(append(l.Row(), "row\n"...)) }

// spread writes n flows and returns the content of the files, by name.
func spread(t *testing.T, name string, flows int, o Options) map[string]string {
	t.Helper()
	dir := t.TempDir()
	f, err := Create(filepath.Join(dir, name), o, newLines)
	require.NoError(t, err)
	for range flows {
		require.NoError(t, f.Write(nil))
	}
	require.NoError(t, f.Flush())
	require.NoError(t, f.Close())
	require.NoError(t, f.Close())
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	files := map[string]string{}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		require.NoError(t, err)
		files[e.Name()] = string(text)
	}
	return files
}

func TestOneFile(t *testing.T) {
	require.Equal(t, map[string]string{"a.csv": "head\n"}, spread(t, "a.csv", 0, Options{}))
	require.Equal(t, map[string]string{"a.csv": "head\nrow\nrow\n"}, spread(t, "a.csv", 2, Options{}))
}

func TestRotation(t *testing.T) {
	const full, half = "head\nrow\nrow\n", "head\nrow\n"
	require.Equal(t, map[string]string{"a-000001.csv": "head\n"}, spread(t, "a.csv", 0, Options{Flows: 2}))
	require.Equal(t, map[string]string{"a-000001": full, "a-000002": full}, spread(t, "a", 4, Options{Flows: 2}))
	require.Equal(t, map[string]string{"a.b-000001.csv": full, "a.b-000002.csv": half},
		spread(t, "a.b.csv", 3, Options{Flows: 2}))
}

func TestKeep(t *testing.T) {
	require.Equal(t, map[string]string{"a-000004.csv": "head\nrow\nrow\n", "a-000005.csv": "head\nrow\n"},
		spread(t, "a.csv", 9, Options{Flows: 2, Keep: 2}))
	require.Equal(t, map[string]string{"a-000005.csv": "head\nrow\n"},
		spread(t, "a.csv", 9, Options{Flows: 2, Keep: 1}))
}

func TestErrorsNameTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "missing", "a.csv")
	_, err := Create(path, Options{}, newLines)
	require.ErrorContains(t, err, path)
	_, err = Create(path, Options{Flows: 1}, newLines)
	require.ErrorContains(t, err, filepath.Join("missing", "a-000001.csv"))
}

func TestNextFileFails(t *testing.T) {
	dir := t.TempDir()
	f, err := Create(filepath.Join(dir, "a.csv"), Options{Flows: 1}, newLines)
	require.NoError(t, err)
	require.NoError(t, os.Mkdir(filepath.Join(dir, "a-000002.csv"), 0o700))
	require.NoError(t, f.Write(nil))
	require.ErrorContains(t, f.Write(nil), "a-000002.csv")
	require.NoError(t, f.Close())
}

func TestStandard(t *testing.T) {
	var out bytes.Buffer
	s := Standard(&out, newLines)
	require.NoError(t, s.Write(nil))
	require.NoError(t, s.Flush())
	require.Equal(t, "head\nrow\n", out.String())
}

func TestUnwrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	file, err := os.Create(path)
	require.NoError(t, err)
	defer file.Close()
	f := File{file}
	for _, s := range []string{"one\n", "tw"} {
		_, err = io.WriteString(f, s)
		require.NoError(t, err)
	}
	require.NoError(t, f.Unwrite(2))
	_, err = io.WriteString(f, "2\n")
	require.NoError(t, err)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "one\n2\n", string(text))
}

func TestUnwriteElsewhere(t *testing.T) {
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer r.Close()
	defer w.Close()
	require.NoError(t, File{w}.Unwrite(1))
}
