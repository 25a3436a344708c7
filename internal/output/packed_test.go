package output

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
)

// footed is a sink that holds rows until it is closed, and whose file needs a last line.
type footed struct {
	w    io.Writer
	rows int
	err  error
}

func newFooted(w io.Writer) nfstream.Sink {
	f := &footed{w: w}
	_, f.err = io.WriteString(w, "head\n")
	return f
}

func (f *footed) Write(*nfstream.Flow) error {
	f.rows++
	if f.rows%1000 == 0 {
		return f.put()
	}
	return f.err
}

func (f *footed) put() error {
	if f.err == nil {
		_, f.err = io.WriteString(f.w, strings.Repeat("row\n", f.rows))
	}
	f.rows = 0
	return f.err
}

func (f *footed) Flush() error { return f.err }

func (f *footed) Close() error {
	err := f.put()
	if err == nil {
		_, err = io.WriteString(f.w, "foot\n")
	}
	f.w = nil // nothing is written after it
	return err
}

// tree returns the rows of each file below a folder, -1 for a temporary one. Others must be whole.
func tree(t *testing.T, dir string) map[string]int {
	t.Helper()
	files := map[string]int{}
	require.NoError(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		require.NoError(t, err)
		if _, hidden := temporaryOf(e.Name()); hidden {
			files[filepath.ToSlash(name)] = -1
			return nil
		}
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		n := strings.Count(string(text), "row\n")
		require.Equal(t, "head\n"+strings.Repeat("row\n", n)+"foot\n", string(text), name)
		files[filepath.ToSlash(name)] = n
		return nil
	}))
	return files
}

// packedSeries is a series of such files, with a clock that the test sets.
func packedSeries(t *testing.T, dir, name string, o Options) *series {
	t.Helper()
	s := &series{t: t, dir: dir, at: time.Date(2026, 11, 25, 4, 59, 58, 0, time.UTC)}
	o.Packed = true
	s.Files = &Files{options: o, newSink: newFooted, now: func() time.Time { return s.at }}
	var err error
	s.Files.names, err = newNames(filepath.Join(dir, name), o)
	require.NoError(t, err)
	require.NoError(t, s.Files.begin())
	return s
}

func TestPackedFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.bin")
	require.NoError(t, os.WriteFile(path, []byte("head\nfoot\n"), 0o600))
	s := packedSeries(t, dir, "a.bin", Options{})
	s.rows(1500)
	require.NoError(t, s.Flush())
	require.Equal(t, map[string]int{"a.bin": 0, ".a.bin.tmp": -1}, tree(t, dir), "the old file is there until the new one is whole")
	require.Zero(t, s.Written())
	require.NoError(t, s.Close())
	require.Equal(t, map[string]int{"a.bin": 1500}, tree(t, dir))
	require.EqualValues(t, 1500, s.Written())
	require.NoError(t, s.Close())

	s = packedSeries(t, dir, "b.bin", Options{})
	require.NoError(t, s.Close())
	require.Equal(t, map[string]int{"a.bin": 1500, "b.bin": 0}, tree(t, dir), "a file without rows is whole too")
}

// Each hour has a folder. Numbers start again in each, and go on after those of an earlier run.
func TestDatedFolders(t *testing.T) {
	const name = "flows/date=%Y-%m-%d/hour=%H/part-%06d.bin"
	dir := t.TempDir()
	s := packedSeries(t, dir, name, Options{Flows: 2})
	s.rows(3)
	s.at = s.at.Add(2 * time.Second)
	s.rows(1)
	s.at = s.at.Add(24 * time.Hour)
	require.NoError(t, s.Tick())
	s.rows(5)
	require.NoError(t, s.Rotate())
	want := map[string]int{
		"flows/date=2026-11-25/hour=04/part-000001.bin": 2, "flows/date=2026-11-25/hour=04/part-000002.bin": 1,
		"flows/date=2026-11-25/hour=05/part-000001.bin": 1, "flows/date=2026-11-26/hour=05/part-000001.bin": 2,
		"flows/date=2026-11-26/hour=05/part-000002.bin": 2, "flows/date=2026-11-26/hour=05/part-000003.bin": 1}
	require.Equal(t, want, tree(t, dir))

	s = packedSeries(t, dir, name, Options{})
	s.rows(7)
	require.NoError(t, s.Close())
	want["flows/date=2026-11-25/hour=04/part-000003.bin"] = 7
	require.Equal(t, want, tree(t, dir))
}

// Old files go, and folders that are empty without them, but none that is not of the template.
func TestKeepAcrossFolders(t *testing.T) {
	dir := t.TempDir()
	other := filepath.Join(dir, "date=2026-11-25", "hour=04", "notes.txt")
	s := packedSeries(t, dir, "date=%Y-%m-%d/hour=%H/p.bin", Options{Keep: 2, Fresh: true})
	for range 5 {
		s.rows(1)
		s.at = s.at.Add(time.Hour)
		time.Sleep(20 * time.Millisecond) // files are ordered by time
	}
	require.NoError(t, s.Rotate())
	require.Equal(t, map[string]int{"date=2026-11-25/hour=07/p.bin": 1, "date=2026-11-25/hour=08/p.bin": 1}, tree(t, dir))
	require.NoDirExists(t, filepath.Dir(other))

	require.NoError(t, os.MkdirAll(filepath.Dir(other), 0o700))
	require.NoError(t, os.WriteFile(other, []byte("head\nfoot\n"), 0o600))
	s = packedSeries(t, dir, "date=%Y-%m-%d/hour=%H/p.bin", Options{Keep: 2, Fresh: true})
	s.rows(2)
	require.NoError(t, s.Rotate())
	require.Equal(t, map[string]int{"date=2026-11-25/hour=04/notes.txt": 0, "date=2026-11-25/hour=04/p.bin": 2,
		"date=2026-11-25/hour=08/p.bin": 1}, tree(t, dir))
	s.at = s.at.AddDate(1, 0, 0)
	require.NoError(t, s.start())
	require.DirExists(t, filepath.Join(dir, "date=2027-11-25", "hour=04"))
	require.NoError(t, s.Close())
	require.NoDirExists(t, filepath.Join(dir, "date=2027-11-25"), "a file without rows leaves no folder")
}

// Texts go into dated folders too, and a number may be the name of a folder.
func TestFoldersOfTexts(t *testing.T) {
	dir := t.TempDir()
	s := newSeries(t, dir, "r-%03d/a-%H.csv.gz", Options{Flows: 2})
	s.rows(3)
	require.NoError(t, s.Rotate())
	require.NoError(t, s.Close())
	s = newSeries(t, dir, "r-%03d/a-%H.csv.gz", Options{})
	s.rows(1)
	require.NoError(t, s.Rotate())
	for i, rows := range []int{2, 1, 1} {
		s.dir = filepath.Join(dir, fmt.Sprintf("r-%03d", i+1))
		require.Equal(t, map[string]int{"a-04.csv.gz": rows}, s.counts())
	}
}

// The date of a capture is that of its packets, and never goes back.
func TestPacketTime(t *testing.T) {
	dir := t.TempDir()
	s := packedSeries(t, dir, "h=%H/a.bin", Options{PacketTime: true})
	require.Empty(t, tree(t, dir), "no flow, no date")
	at := time.Date(2015, 7, 12, 17, 59, 0, 0, time.UTC)
	for _, minutes := range []time.Duration{0, 2, 1, 0, 59, 62} {
		require.NoError(t, s.Write(flowAt(at.Add(minutes*time.Minute))))
	}
	require.NoError(t, s.Close())
	require.Equal(t, map[string]int{"h=17/a.bin": 1, "h=18/a.bin": 4, "h=19/a.bin": 1}, tree(t, dir))
	s = packedSeries(t, dir, "h=%H/a.bin", Options{PacketTime: true})
	require.NoError(t, s.Close())
	require.Len(t, tree(t, dir), 3)
}

// A name that another run takes while a file is written is not overwritten, nor is its temporary file taken for old.
func TestTwoRuns(t *testing.T) {
	dir := t.TempDir()
	var warnings []error
	o := Options{Fresh: true, Warn: func(err error) { warnings = append(warnings, err) }}
	a, b := packedSeries(t, dir, "a.bin", o), packedSeries(t, dir, "a.bin", o)
	a.rows(1)
	b.rows(2)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a-001.bin"), []byte("head\nfoot\n"), 0o600))
	require.NoError(t, b.Close())
	require.NoError(t, a.Close())
	require.Equal(t, map[string]int{"a.bin": 1, "a-001.bin": 0, "a-002.bin": 2}, tree(t, dir))
	require.Empty(t, warnings)

	c := packedSeries(t, dir, "b.bin", Options{})
	_, err := Create(filepath.Join(dir, "b.bin"), Options{Packed: true}, newFooted)
	require.ErrorContains(t, err, "b.bin is being written by another run")
	require.NoError(t, c.Close())
}

func TestFoldersThatCannotBe(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	require.NoError(t, os.WriteFile(file, []byte("head\nfoot\n"), 0o600))
	_, err := Create(filepath.Join(file, "%Y", "a.bin"), Options{Packed: true}, newFooted)
	require.ErrorContains(t, err, file)
	s := packedSeries(t, dir, "h=%H/a.bin", Options{Fresh: true})
	require.NoError(t, os.WriteFile(filepath.Join(dir, "h=05"), nil, 0o600))
	s.rows(1)
	s.at = s.at.Add(time.Hour)
	err = s.Write(nil)
	require.ErrorContains(t, err, "h=05")
	require.EqualValues(t, 1, s.Abandon(err))
	require.NoError(t, os.Remove(filepath.Join(dir, "h=05")))
	s.rows(2)
	require.NoError(t, s.Close())
	require.Equal(t, map[string]int{"file": 0, "h=04/a.bin": 1, "h=05/a.bin": 2}, tree(t, dir))
	require.Equal(t, dir, Folder(filepath.Join(dir, "flows", "%Y", "a.bin")))
	require.Equal(t, "x", Folder("x/a.bin"))
}

// What is no regular file is written as it is.
func TestPackedDevice(t *testing.T) {
	f, err := Create(os.DevNull, Options{Packed: true}, newFooted)
	require.NoError(t, err)
	require.NoError(t, f.Write(nil))
	require.NoError(t, f.Close())
	require.EqualValues(t, 1, f.Written())
	info, err := os.Lstat(os.DevNull)
	require.NoError(t, err)
	require.False(t, info.Mode().IsRegular())
}

// A process that is killed leaves whole files, and one more that the next run removes.
func TestKilled(t *testing.T) {
	const variable = "NFSTREAM_TEST_KILLED"
	const name = "d=%Y/part-%06d.bin"
	if dir := os.Getenv(variable); dir != "" {
		f, err := Create(filepath.Join(dir, name), Options{Flows: 2500, Packed: true, Fresh: true}, newFooted)
		for err == nil {
			err = f.Write(nil)
			if f.Written() >= 20*2500 {
				fmt.Println("twenty")
			}
		}
		fmt.Println(err)
		os.Exit(1)
	}
	if runtime.GOOS == "js" || runtime.GOOS == "wasip1" {
		t.Skip("no processes")
	}
	dir := t.TempDir()
	child := exec.Command(os.Args[0], "-test.run=^TestKilled$")
	child.Env = append(os.Environ(), variable+"="+dir)
	out, err := child.StdoutPipe()
	require.NoError(t, err)
	if err := child.Start(); err != nil {
		t.Skip("cannot start a process: ", err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "twenty\n", line)
	require.NoError(t, child.Process.Kill())
	require.Error(t, child.Wait())

	files := tree(t, dir)
	whole := 0
	for name, rows := range files {
		if rows >= 0 {
			require.Equal(t, 2500, rows, name)
			whole++
		}
	}
	require.GreaterOrEqual(t, whole, 20)
	require.LessOrEqual(t, len(files)-whole, 1)

	var warnings []error
	o := Options{Packed: true, Fresh: true, Warn: func(err error) { warnings = append(warnings, err) }}
	f, err := Create(filepath.Join(dir, name), o, newFooted)
	require.NoError(t, err)
	require.NoError(t, f.Write(nil))
	require.NoError(t, f.Close())
	require.Len(t, warnings, len(files)-whole, "%v", errors.Join(warnings...))
	files = tree(t, dir)
	require.Len(t, files, whole+1)
	require.Equal(t, 1, files[fmt.Sprintf("d=%s/part-%06d.bin", time.Now().UTC().Format("2006"), whole+1)])
}
