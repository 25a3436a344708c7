package main

import (
	"bytes"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// server is a PostgreSQL of its own that lives as long as a test, with a socket in its folder and no port.
type server struct {
	t   *testing.T
	bin string
	dir string
}

// programs returns the folder of the newest server's programs, which Debian keeps out of PATH. It skips the test if
// there is none; on CI it fails.
func programs(t *testing.T) string {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	slices.SortFunc(found, func(a, b string) int { return len(a) - len(b) })
	if len(found) == 0 {
		if path, err := exec.LookPath("initdb"); err == nil {
			found = append(found, path)
		}
	}
	if len(found) > 0 && runtime.GOOS == "linux" {
		return filepath.Dir(found[len(found)-1])
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("PostgreSQL must be there on CI")
	}
	t.Skip("needs PostgreSQL 15 or later, as of Debian's package postgresql")
	return ""
}

func start(t *testing.T) *server {
	bin := programs(t)
	dir, err := os.MkdirTemp("/tmp", "nfstream-pg") // the path of a socket is short
	require.NoError(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	s := &server{t, bin, dir}
	if os.Getuid() == 0 { // with which PostgreSQL does not run
		nobody, err := user.Lookup("nobody")
		require.NoError(t, err)
		uid, err := strconv.Atoi(nobody.Uid)
		require.NoError(t, err)
		require.NoError(t, os.Chown(dir, uid, -1))
	}
	data := filepath.Join(dir, "data")
	s.run("initdb", "-D", data, "-A", "trust", "-U", "flows", "-E", "UTF8", "--locale=C", "--no-sync")
	s.run("pg_ctl", "-D", data, "-w", "-l", filepath.Join(dir, "log"), "-o", "-c listen_addresses='' -c fsync=off -k "+dir, "start")
	t.Cleanup(func() { s.run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop") })
	return s
}

// run runs one of the server's programs, as nobody where the test is root.
func (s *server) run(name string, args ...string) {
	s.t.Helper()
	out, err := asNobody(exec.Command(filepath.Join(s.bin, name), args...), s.dir).CombinedOutput()
	require.NoError(s.t, err, "%s %v: %s", name, args, out)
}

// psql runs statements, with rows for COPY as its input, and returns what they show.
func (s *server) psql(statement string, rows []byte) (string, error) {
	cmd := exec.Command(filepath.Join(s.bin, "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", s.dir, "-U", "flows", "-d", "postgres")
	cmd.Env = append(os.Environ(), "PGTZ=UTC", "PGCLIENTENCODING=UTF8")
	if rows == nil {
		cmd.Stdin = strings.NewReader(statement)
	} else {
		cmd.Args = append(cmd.Args, "-c", statement)
		cmd.Stdin = bytes.NewReader(rows)
	}
	var out, errors bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errors
	if err := cmd.Run(); err != nil {
		return errors.String(), err
	}
	return out.String(), nil
}

func (s *server) must(statement string, rows []byte) string {
	s.t.Helper()
	out, err := s.psql(statement, rows)
	require.NoError(s.t, err, out)
	return out
}
