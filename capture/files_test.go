package capture

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// folder writes files and returns a function that returns their paths.
func folder(t *testing.T, files map[string][]byte) func(string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
		require.NoError(t, os.WriteFile(path, content, 0o600))
	}
	return func(name string) string { return filepath.Join(dir, name) }
}

func lengthsOf(frames []Frame) (lengths []int) {
	for _, f := range frames {
		lengths = append(lengths, len(f.Data))
	}
	return lengths
}

func TestOpenFile(t *testing.T) {
	capture := pcapOf(3000, 60)
	path := folder(t, map[string][]byte{"a": capture, "b": gzipped(capture)})
	for _, name := range []string{"a", "b"} {
		src, err := OpenFile(path(name))
		require.NoError(t, err)
		got, err := collect(src)
		require.Equal(t, io.EOF, err)
		require.Len(t, got, 3000)
		info, err := os.Stat(path(name))
		require.NoError(t, err)
		require.Equal(t, Stats{Received: 3000, Read: info.Size(), Size: info.Size()}, src.Stats())
		require.NoError(t, src.Close())
	}
	_, err := OpenFile(path("c"))
	require.ErrorIs(t, err, os.ErrNotExist)
	_, err = OpenFile(path("."))
	require.Error(t, err)
}

func TestOpenSeveral(t *testing.T) {
	path := folder(t, map[string][]byte{
		"z":            pcapOf(1, 1),
		"dir/b":        gzipped(pcapngOf(2, 20)),
		"dir/a":        pcapOf(1, 10),
		"dir/.hidden":  pcapOf(1, 99),
		"dir/empty":    nil,
		"dir/text.gz":  gzipped([]byte("text")),
		"dir/sub/deep": pcapOf(1, 99),
	})
	src, err := Open(path("z"), path("dir"), path("z"))
	require.NoError(t, err)
	require.Positive(t, src.Stats().Size)
	require.Zero(t, src.Stats().Read)
	got, err := collect(src)
	require.Equal(t, io.EOF, err)
	require.Equal(t, []int{1, 10, 20, 20, 1}, lengthsOf(got))
	require.Equal(t, src.Stats().Size, src.Stats().Read)
	require.EqualValues(t, 5, src.Stats().Received)
	require.NoError(t, src.Close())
}

func TestOpenRefuses(t *testing.T) {
	path := folder(t, map[string][]byte{"ok": pcapOf(1, 1), "text": []byte("hello"), "dir/text": []byte("hello")})
	_, err := Open(path("ok"), path("missing"))
	require.ErrorIs(t, err, os.ErrNotExist)
	_, err = Open(path("ok"), path("text"))
	require.ErrorIs(t, err, ErrFormat)
	require.ErrorContains(t, err, path("text"))
	_, err = Open(path("dir"))
	require.ErrorIs(t, err, ErrFormat)
	_, err = Open()
	require.Error(t, err)
}

func TestOpenGoesOnAfterBrokenFiles(t *testing.T) {
	whole := pcapOf(2, 10)
	path := folder(t, map[string][]byte{
		"1": whole[:len(whole)-1], "2": pcapOf(1, 20), "3": whole[:7], "4": pcapOf(1, 30),
	})
	src, err := Open(path("."))
	require.NoError(t, err)
	got, err := collect(src)
	require.Equal(t, []int{10, 20, 30}, lengthsOf(got))
	require.ErrorIs(t, err, ErrTruncated)
	var at *ReadError
	require.ErrorAs(t, err, &at)
	require.Equal(t, path("1"), at.Name)
	require.EqualValues(t, 24+26, at.Offset)
	require.ErrorContains(t, err, path("3")+": byte 7: capture cut short: 7 of 24 bytes of the file header")
	require.Equal(t, err, src.Next(context.Background(), &Batch{}))
}

func TestFileGoneAfterOpen(t *testing.T) {
	path := folder(t, map[string][]byte{"1": pcapOf(1, 10), "2": pcapOf(1, 20), "3": pcapOf(1, 30)})
	src, err := Open(path("1"), path("2"), path("3"))
	require.NoError(t, err)
	require.NoError(t, os.Remove(path("2")))
	got, err := collect(src)
	require.Equal(t, []int{10, 30}, lengthsOf(got))
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestStandardInput(t *testing.T) {
	path := folder(t, map[string][]byte{"a": pcapOf(1, 10)})
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer swapStdin(r)()
	_, err = w.Write(pcapOf(1, 20))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	src, err := Open(path("a"), "-", path("a"))
	require.NoError(t, err)
	require.Zero(t, src.Stats().Size)
	got, err := collect(src)
	require.Equal(t, io.EOF, err)
	require.Equal(t, []int{10, 20, 10}, lengthsOf(got))
	require.Zero(t, src.Stats().Size)
}

func swapStdin(f *os.File) (restore func()) {
	old := os.Stdin
	os.Stdin = f
	return func() { os.Stdin = old }
}

func TestCloseBeforeTheEnd(t *testing.T) {
	path := folder(t, map[string][]byte{"a": pcapOf(50_000, 100), "b": pcapOf(1, 20)})
	src, err := Open(path("a"), path("b"))
	require.NoError(t, err)
	require.NoError(t, src.Next(context.Background(), &Batch{}))
	require.NoError(t, src.Close())
	_, err = collect(src)
	require.ErrorIs(t, err, os.ErrClosed)
}

func TestLimit(t *testing.T) {
	path := folder(t, map[string][]byte{"a": pcapOf(3, 100)})
	src, err := OpenFile(path("a"))
	require.NoError(t, err)
	got, err := collect(Limit(src, 64))
	require.Equal(t, io.EOF, err)
	require.Equal(t, []int{64, 64, 64}, lengthsOf(got))
	require.EqualValues(t, 100, got[0].Length)
	require.Equal(t, src, Limit(src, 0))
}
