package main

import (
	"os"
	"runtime"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"
)

func procFile(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

func TestGroupMemory(t *testing.T) {
	proc := fstest.MapFS{
		"7/stat":          procFile("7 (a) S 1 7 7 0"),
		"7/smaps_rollup":  procFile("0-f ---p 0 00:00 0 [rollup]\nRss:  900 kB\nPss:  100 kB\nPss_Dirty: 50 kB\n"),
		"8/stat":          procFile("8 (b) c) (d) R 7 7 7 0"),
		"8/smaps_rollup":  procFile("Pss:      20 kB\n"),
		"9/stat":          procFile("9 (other) R 7 9 7 0"),
		"9/smaps_rollup":  procFile("Pss:      1000 kB\n"),
		"10/stat":         procFile("10 (gone) R 7 7 7 0"),
		"11/stat":         procFile("11 (torn"),
		"self/stat":       procFile("7 (a) S 1 7 7 0"),
		"meminfo":         procFile("MemTotal: 8 kB\n"),
		"12/smaps_rollup": procFile("Pss: 5 kB\n"),
	}
	require.Equal(t, int64(120*1024), groupMemory(proc, 7))
	require.Zero(t, groupMemory(proc, 6))
	require.Zero(t, groupMemory(fstest.MapFS{}, 0))
}

func TestGroupOf(t *testing.T) {
	require.Equal(t, 42, groupOf("1 (x) S 2 42 3"))
	for _, text := range []string{"", ")", "1 (x) S 2", "1 (x) S 2 many 3"} {
		require.Zero(t, groupOf(text), text)
	}
}

func TestKilobytes(t *testing.T) {
	require.Equal(t, int64(123), kilobytes("A: 1 kB\nPss:   123 kB\n", "Pss:"))
	for _, text := range []string{"", "Pss:", "Pss: x kB", "Pss: -1 kB", "Pss: 99999999999999999999 kB"} {
		require.Zero(t, kilobytes(text, "Pss:"), text)
	}
}

func TestMeasure(t *testing.T) {
	b := quiet(t, patient(1))
	used, err := b.measure(t.Context(), standIn(t, "it", "work", nil), "", false)
	require.NoError(t, err)
	require.Positive(t, used.wall)
	require.GreaterOrEqual(t, used.cpu(), used.user)
	require.Zero(t, used.all)
}

func ownStat(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("/proc/self/stat")
	require.NoError(t, err)
	return string(text)
}

func TestMeasureLooksAtTheGroup(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("it is read from /proc of Linux")
	}
	// It hangs, so that there is time to look at it before it is ended.
	c := patient(1)
	c.timeout = 300 * time.Millisecond
	p := standIn(t, "it", "hang", nil)
	seen := make(chan int64, 1)
	p.found.on = func(_, _ string) (job, error) {
		end := watchGroup(groupOf(ownStat(t)))
		return job{after: func() error { seen <- end(); return nil }}, nil
	}
	_, err := quiet(t, c).measure(t.Context(), p, "", true)
	require.ErrorIs(t, err, errTooLong)
	require.Greater(t, <-seen, int64(1<<20), "this process has its memory")
}

func TestTail(t *testing.T) {
	k := tail{limit: 5}
	for _, s := range []string{"ab", "", "cdef", "0123456789", "x"} {
		n, err := k.Write([]byte(s))
		require.NoError(t, err)
		require.Len(t, s, n)
	}
	require.Equal(t, "6789x", string(k.kept))
}

func FuzzProc(f *testing.F) {
	f.Add("8 (b) c) (d) R 7 7 7 0")
	f.Add("Pss:   123 kB\nPss: x kB\n")
	f.Add("\x00\x09\x01\x02 and no more")
	f.Fuzz(func(t *testing.T, text string) {
		require.GreaterOrEqual(t, kilobytes(text, "Pss:"), int64(0))
		require.LessOrEqual(t, netflowRecords([]byte(text)), uint64(1<<16-1))
		groupOf(text)
		value(text, "model name", ":")
		versionIn(text)
	})
}
