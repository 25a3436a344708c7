package main

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	format "github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/cli"
	"github.com/nfstream/nfstream-go/internal/python"
)

// asProgram is the variable that makes the test binary nfstream-full.
const asProgram = "NFSTREAM_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		program := cli.Program{Name: "nfstream-full", Formats: formats(), Targets: targets()}
		program.Main()
	}
	os.Exit(m.Run())
}

// program returns a run of nfstream-full.
func program(args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	return cmd
}

// traffic writes a capture (pcap) of UDP packets, one every ten seconds from a source of its own, until w fails.
func traffic(w io.Writer, start time.Time, packets int) error {
	header := binary.LittleEndian.AppendUint32(nil, 0xa1b2c3d4)
	header = append(header, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 101, 0, 0, 0) // raw IP
	if _, err := w.Write(header); err != nil {
		return err
	}
	for i := range packets {
		at := start.Add(time.Duration(i) * 10 * time.Second)
		p := binary.LittleEndian.AppendUint32(nil, uint32(at.Unix()))
		p = append(p, 0, 0, 0, 0, 28, 0, 0, 0, 28, 0, 0, 0)
		p = append(p, 0x45, 0, 0, 28, 0, 0, 0, 0, 64, 17, 0, 0, 10, byte(i>>16), byte(i>>8), byte(i), 192, 0, 2, 1)
		p = append(p, 0x30, 0x39, 0x30, 0x3a, 0, 8, 0, 0)
		if _, err := w.Write(p); err != nil {
			return err
		}
	}
	return nil
}

// parts returns the rows of each whole file below a folder, and the temporary files.
func parts(t *testing.T, dir string) (rows map[string]int, temporary []string) {
	t.Helper()
	rows = map[string]int{}
	require.NoError(t, filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		switch {
		case errors.Is(err, os.ErrNotExist) || err == nil && e.IsDir():
			return nil
		case err != nil:
			return err
		case strings.HasSuffix(path, ".tmp"):
			temporary = append(temporary, path)
			return nil
		}
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		file, err := format.OpenFile(bytes.NewReader(text), int64(len(text)))
		require.NoError(t, err, path)
		rows[path] = int(file.NumRows())
		return nil
	}))
	return rows, temporary
}

// A run that is killed leaves a dataset of whole files in folders of its packets' hours. Readers ignore the file that
// was not whole, and the next run removes it.
func TestKilledDataset(t *testing.T) {
	if testing.Short() || runtime.GOOS == "windows" {
		t.Skip("starts programs")
	}
	dir := t.TempDir()
	args := []string{"flows", "-q", "--idle-timeout", "30s", "--rotate-flows", "100", "-o",
		filepath.Join(dir, "flows", "date=%Y-%m-%d", "hour=%H", "part-%06d.parquet"), "-"}
	run := program(args...)
	in, err := run.StdinPipe()
	require.NoError(t, err)
	require.NoError(t, run.Start())
	done := make(chan error, 1)
	start := time.Date(2026, 11, 30, 20, 0, 0, 0, time.UTC)
	go func() { done <- traffic(in, start, 1<<30) }()
	deadline := time.Now().Add(2 * time.Minute)
	for {
		if entries, err := filepath.Glob(filepath.Join(dir, "flows", "date=2026-12-01", "hour=02", "part-*.parquet")); err == nil && len(entries) > 0 {
			break
		}
		require.True(t, time.Now().Before(deadline), "no file in time")
		time.Sleep(time.Millisecond)
	}
	require.NoError(t, run.Process.Kill())
	require.Error(t, run.Wait())
	require.Error(t, <-done)

	rows, temporary := parts(t, dir)
	require.GreaterOrEqual(t, len(rows), 6*4)
	require.LessOrEqual(t, len(temporary), 1)
	folders := map[string]int{}
	for path, n := range rows {
		require.LessOrEqual(t, n, 100)
		hour := filepath.Dir(path)
		folders[strings.TrimPrefix(filepath.Base(filepath.Dir(hour)), "date=")+" "+strings.TrimPrefix(filepath.Base(hour), "hour=")] += n
	}
	for folder, n := range folders {
		require.LessOrEqual(t, n, 360, folder)
	}
	if len(temporary) == 0 { // killed between two files
		require.NoError(t, os.WriteFile(filepath.Join(dir, "flows", "date=2026-11-30", "hour=20", ".part-000009.parquet.tmp"), []byte("PAR1"), 0o600))
	}
	t.Run("readers", func(t *testing.T) { readDataset(t, filepath.Join(dir, "flows"), folders) })

	again := program(args...)
	var stderr, capture bytes.Buffer
	require.NoError(t, traffic(&capture, start, 50))
	again.Stdin, again.Stderr = &capture, &stderr
	require.NoError(t, again.Run(), stderr.String())
	require.Contains(t, stderr.String(), ".parquet.tmp, which an earlier run left unfinished")
	now, temporary := parts(t, dir)
	require.Empty(t, temporary)
	require.Len(t, now, len(rows)+1)
	for path, n := range rows {
		require.Equal(t, n, now[path], "nothing is overwritten")
	}
}

func readDataset(t *testing.T, dir string, folders map[string]int) {
	expected := filepath.Join(t.TempDir(), "expected.json")
	text, err := json.Marshal(folders)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(expected, text, 0o600))
	read := func(program string, readers ...string) {
		out, err := exec.Command(program, append([]string{"testdata/datasets.py", dir, expected}, readers...)...).CombinedOutput()
		require.NoError(t, err, "%s", out)
		t.Logf("%s", bytes.TrimSpace(out))
	}
	if large := os.Getenv("NFSTREAM_LARGE_PYTHON"); large != "" {
		read(large, "chdb", "spark")
	}
	read(python.Interpreter(t, python.Frames...), python.Frames...)
}
