// Package chdb runs statements in chdb, a ClickHouse in a Python package, for tests of the examples.
package chdb

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"
)

//go:embed chdb.py
var script string

// Session is a server of its own that lives as long as a test.
type Session struct {
	t   testing.TB
	in  *json.Encoder
	out *bufio.Reader
}

// New starts a session. It skips the test unless the environment variable NFSTREAM_CHDB is the path of a Python with
// the package chdb, which takes 900 MB with what it needs.
func New(t testing.TB) *Session {
	t.Helper()
	program := os.Getenv("NFSTREAM_CHDB")
	if program == "" {
		t.Skip("needs chdb: set NFSTREAM_CHDB to a Python that has it (pip install chdb)")
	}
	cmd := exec.Command(program, "-c", script, t.TempDir())
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		in.Close()
		cmd.Wait()
	})
	return &Session{t, json.NewEncoder(in), bufio.NewReaderSize(out, 1<<20)}
}

// Do runs a statement and returns its result in a format of ClickHouse. Parameters are the values of {name:Type}.
func (s *Session) Do(statement, format string, parameters map[string]string) (string, error) {
	s.t.Helper()
	require.NoError(s.t, s.in.Encode(map[string]any{"statement": statement, "format": format, "parameters": parameters}))
	line, err := s.out.ReadBytes('\n')
	require.NoError(s.t, err, "chdb has ended: %s", statement)
	var answer struct{ Result, Error string }
	require.NoError(s.t, json.Unmarshal(line, &answer))
	if answer.Error != "" {
		return "", failure(answer.Error)
	}
	return answer.Result, nil
}

// Must is Do without parameters of what does not fail.
func (s *Session) Must(statement, format string) string {
	s.t.Helper()
	result, err := s.Do(statement, format, nil)
	require.NoError(s.t, err, statement)
	return result
}

type failure string

func (f failure) Error() string { return string(f) }
