package output

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// series is Files with a clock that a test sets.
type series struct {
	*Files
	t   *testing.T
	dir string
	at  time.Time
}

func newSeries(t *testing.T, dir, name string, o Options) *series {
	t.Helper()
	s := &series{t: t, dir: dir, at: time.Date(2026, 11, 25, 4, 59, 58, 0, time.UTC)}
	f := &Files{options: o, newSink: newLines, now: func() time.Time { return s.at }}
	var err error
	f.names, err = newNames(filepath.Join(dir, name), o)
	require.NoError(t, err)
	require.NoError(t, f.start())
	s.Files = f
	return s
}

func (s *series) rows(n int) {
	s.t.Helper()
	for range n {
		require.NoError(s.t, s.Write(nil))
	}
}

// counts returns the number of rows in each file.
func (s *series) counts() map[string]int {
	s.t.Helper()
	entries, err := os.ReadDir(s.dir)
	require.NoError(s.t, err)
	counts := map[string]int{}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(s.dir, e.Name()))
		require.NoError(s.t, err)
		if strings.HasSuffix(e.Name(), ".gz") {
			z, err := gzip.NewReader(bytes.NewReader(text))
			require.NoError(s.t, err, e.Name())
			text, err = io.ReadAll(z)
			require.NoError(s.t, err, e.Name())
		}
		require.True(s.t, strings.HasSuffix(string(text), "\n"), e.Name())
		counts[e.Name()] = strings.Count(string(text), "row\n")
	}
	return counts
}

func TestDates(t *testing.T) {
	s := newSeries(t, t.TempDir(), "a-%Y%m%d-%H.csv", Options{})
	s.rows(2)
	s.at = s.at.Add(time.Second)
	s.rows(1)
	s.at = s.at.Add(time.Second) // 5 o'clock
	s.rows(4)
	s.at = s.at.Add(3 * time.Hour)
	require.NoError(t, s.Tick())
	require.Equal(t, map[string]int{"a-20261125-04.csv": 3, "a-20261125-05.csv": 4}, s.counts(), "ended by time alone")
	s.rows(1)
	require.NoError(t, s.Rotate())
	s.rows(2)
	require.NoError(t, s.Rotate())
	require.NoError(t, s.Close())
	require.Equal(t, map[string]int{"a-20261125-04.csv": 3, "a-20261125-05.csv": 4, "a-20261125-08.csv": 1,
		"a-20261125-08-001.csv": 2}, s.counts())
}

// A name is not reused when local clocks go back.
func TestDatesAreUTC(t *testing.T) {
	zone := time.FixedZone("", 2*60*60)
	n, err := parseTemplate("100%%-%j-%S.%M")
	require.NoError(t, err)
	now := time.Date(2026, 1, 2, 1, 4, 5, 0, zone)
	require.Equal(t, "100%-001-05.04", expand(n.stem, now, -1)+expand(n.ext, now, -1))
	require.Equal(t, time.Second, n.every)
}

func TestBadDates(t *testing.T) {
	for path, want := range map[string]string{"a%": `"%"`, "a-%s.csv": `"%s"`, "a-%d%/b.csv": `"%"`, "%q/a.csv": `"%q"`,
		"%Y/../a.csv": "has .. after a date", "%Y/": "is a folder", "a%06d/b-%06d.csv": "more than one number", "a%06d%06d": "more than one",
		"a%06d%H.csv": "a digit or a date right after %06d", "a%06d1.csv": "a digit or a date right", "a%6d.csv": `"%6"`,
		"a%00d.csv": `"%0"`, "a%0": `"%0"`, "a%06x": `"%0"`} {
		require.ErrorContains(t, texts().Check(path), want, path)
	}
	for _, path := range []string{"%Y/a.csv", "/x/../date=%Y-%m-%d/hour=%H/part-%06d.csv", "r%03d/%%/a", "a%06d-1.csv"} {
		require.NoError(t, texts().Check(path), path)
	}
	require.NoError(t, texts().Check("/a/b-%Y.csv"))
	require.True(t, Dated("b-%Y.csv"))
	require.False(t, Dated("b-%%.csv"))
}

// A restart within the hour overwrites nothing and keeps the number of files.
func TestFreshFiles(t *testing.T) {
	for name, want := range map[string]map[string]int{
		"a.%H":  {"a-001.04": 2, "a-002.04": 3},
		"a.csv": {"a-001.csv": 2, "a-002.csv": 3},
		"a":     {"a-001": 2, "a-002": 3},
	} {
		dir := t.TempDir()
		for run := range 3 {
			s := newSeries(t, dir, name, Options{Fresh: true, Keep: 2})
			s.rows(run + 1)
			require.NoError(t, s.Flush())
			require.NoError(t, s.Close())
			if run == 2 {
				require.Equal(t, want, s.counts())
			}
			time.Sleep(20 * time.Millisecond) // files are ordered by time
		}
	}
}

// Files of the same second are ordered by number on a file system with whole seconds.
func TestFreshFilesOfOneSecond(t *testing.T) {
	dir := t.TempDir()
	for run := range 3 {
		s := newSeries(t, dir, "a.%H", Options{Fresh: true, Keep: 2})
		s.rows(run + 1)
		require.NoError(t, s.Flush())
		require.NoError(t, s.Close())
		for name := range s.counts() {
			require.NoError(t, os.Chtimes(filepath.Join(dir, name), time.Time{}, time.Unix(1_700_000_000, 0)))
		}
		if run == 2 {
			require.Equal(t, map[string]int{"a-001.04": 2, "a-002.04": 3}, s.counts())
		}
	}
}

func TestFreshNumbers(t *testing.T) {
	dir := t.TempDir()
	for _, other := range []string{"a-x.csv", "b-000001.csv", "a-000001.csv.bak"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, other), []byte("\n"), 0o600))
	}
	for range 2 {
		s := newSeries(t, dir, "a.csv", Options{Fresh: true, Flows: 2, Keep: 3})
		s.rows(5)
		require.NoError(t, s.Rotate())
		time.Sleep(20 * time.Millisecond)
		if _, err := os.Stat(filepath.Join(dir, "a-000006.csv")); err == nil {
			require.Equal(t, map[string]int{"a-x.csv": 0, "b-000001.csv": 0, "a-000001.csv.bak": 0, "a-000004.csv": 2,
				"a-000005.csv": 2, "a-000006.csv": 1}, s.counts())
		}
	}
	require.FileExists(t, filepath.Join(dir, "a-000006.csv"))
}

func TestSize(t *testing.T) {
	s := newSeries(t, t.TempDir(), "a.csv", Options{Size: 100 << 10})
	s.rows(100_000) // rows of 4 bytes, written in blocks of 64 KiB
	require.NoError(t, s.Rotate())
	counts := s.counts()
	require.Equal(t, 100_000, counts["a-000001.csv"]+counts["a-000002.csv"]+counts["a-000003.csv"]+counts["a-000004.csv"])
	require.Len(t, counts, 4)
}

func TestCompressed(t *testing.T) {
	dir := t.TempDir()
	s := newSeries(t, dir, "a-%H.csv.gz", Options{})
	path := filepath.Join(dir, "a-04.csv.gz")
	size := func() int64 {
		info, err := os.Stat(path)
		require.NoError(t, err)
		return info.Size()
	}
	s.rows(10)
	require.NoError(t, s.Flush())
	require.Zero(t, size(), "rows wait for others")
	s.at = s.at.Add(memberAge)
	require.NoError(t, s.press(memberSize))
	first := size()
	require.Positive(t, first)
	s.at = s.at.Add(-memberAge)
	s.rows(100_000)
	require.Greater(t, size(), first, "members are bounded")
	s.at = s.at.Add(time.Hour)
	s.rows(5)
	require.NoError(t, s.Rotate())
	require.Equal(t, map[string]int{"a-04.csv.gz": 100_010, "a-05.csv.gz": 5}, s.counts())
	s.rows(0)
	require.NoError(t, s.start())
	require.NoError(t, s.Close(), "a file without rows is a gzip file too")
}

// Losses on a full device are counted exactly, and the file holds whole rows.
func TestAbandon(t *testing.T) {
	for _, name := range []string{"a.csv", "a.csv.gz"} {
		dir := t.TempDir()
		if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=64k"); err != nil {
			t.Skip("no right to mount:", err)
		}
		t.Cleanup(func() { _ = syscall.Unmount(dir, 0) })
		require.NoError(t, os.WriteFile(filepath.Join(dir, "ballast"), append(bytes.Repeat([]byte{0}, 40<<10), '\n'), 0o600))
		s := newSeries(t, dir, name, Options{})
		given := 0
		var err error
		for ; err == nil && given < 100_000_000; given++ {
			err = s.Write(nil)
		}
		require.ErrorIs(t, err, syscall.ENOSPC)
		lost := s.Abandon(err)
		require.Positive(t, lost)
		require.Equal(t, given, int(lost)+s.counts()[name])
		require.Zero(t, s.Abandon(nil))
		require.NoError(t, os.Remove(filepath.Join(dir, "ballast")))
		require.NoError(t, s.Write(nil), "it begins anew")
		require.NoError(t, s.Rotate())
	}
}
