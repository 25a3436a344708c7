package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/nfstream/nfstream-go"
	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/corpus"
)

// tallied is a sink that writes one line when it is closed.
type tallied struct {
	w     io.Writer
	flows int
}

func (s *tallied) Write(*nfstream.Flow) error { s.flows++; return nil }
func (s *tallied) Flush() error               { return nil }
func (s *tallied) Close() error               { _, err := fmt.Fprintln(s.w, s.flows, "flows"); return err }

// word is the value of a flag.
type word string

func (v *word) String() string     { return string(*v) }
func (v *word) Type() string       { return "word" }
func (v *word) Set(s string) error { *v = word(s); return nil }

func TestCommand(t *testing.T) {
	corpus.Whole(t, "more commands")
	own, fields := word("usual"), []string(nil)
	program := Program{Commands: []Command{{
		Name: "tally", Short: "Count flows", Output: filepath.Join(t.TempDir(), "tally.txt"),
		Flags:     []Flag{{"own", "a `word`", &own}},
		Configure: func(c *nfstream.Config) error { c.Fields = []string{"id"}; return nil },
		Format: Format{Name: "tally", Extensions: []string{".txt"}, New: func(w io.Writer, rows Rows) nfstream.Sink {
			for _, c := range rows.Columns {
				fields = append(fields, c.Name)
			}
			require.Equal(t, []string{"../testdata/web.pcap"}, rows.Sources)
			require.Empty(t, rows.Notes())
			return &tallied{w: w}
		}},
	}}}
	run := func(args ...string) (int, string) {
		var out bytes.Buffer
		return program.Run(args, &out, &out), out.String()
	}
	code, _ := run("tally", "-q", "--own", "mine", "--filter", "tcp", "../testdata/web.pcap")
	require.Zero(t, code)
	text, err := os.ReadFile(program.Commands[0].Output)
	require.NoError(t, err)
	require.Regexp(t, `^\d+ flows\n$`, string(text))
	require.Equal(t, word("mine"), own)
	require.Equal(t, []string{"id"}, fields)
	code, out := run("tally", "-q", "-o", "-", "../testdata/web.pcap")
	require.Zero(t, code)
	require.Regexp(t, `^\d+ flows\n$`, out)
	code, out = run("tally", "--format", "csv", "../testdata/web.pcap")
	require.Equal(t, 2, code)
	require.Contains(t, out, "--format")
	_, out = run("tally", "--help")
	require.Contains(t, out, "--own word")
	_, out = run("--help")
	require.Contains(t, out, "Count flows")
}
