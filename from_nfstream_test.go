package nfstream_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli"
	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/internal/emulate"
	"github.com/nfstream/nfstream-go/internal/python"
)

// asCommand makes the test's own binary be the command, in a process of its own.
const asCommand = "NFSTREAM_TEST_AS_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		cli.Main()
	}
	os.Exit(m.Run())
}

const fromNfstream = "docs/from-nfstream.md"

// The table of columns has every column of nfstream 6, and the names that it gives here are there.
func TestPageHasEveryColumnOfNfstream6(t *testing.T) {
	text, err := os.ReadFile(fromNfstream)
	require.NoError(t, err)
	_, section, ok := strings.Cut(string(text), "\n## Columns\n")
	require.True(t, ok)
	section, _, _ = strings.Cut(section, "\n## ")
	rows := regexp.MustCompile("(?m)^\\| `([a-z0-9_*]+)` \\| `([a-z0-9_*]+)` \\|").FindAllStringSubmatch(section, -1)
	six, here := columnNames(t, "nfstream6"), columnNames(t, "all")
	var listed []string
	for _, row := range rows {
		for _, d := range []string{"bidirectional", "src2dst", "dst2src"} {
			theirs, ours := strings.ReplaceAll(row[1], "*", d), strings.ReplaceAll(row[2], "*", d)
			if strings.HasPrefix(theirs, "system_process_") {
				continue // of a plug-in
			}
			require.Contains(t, six, theirs)
			require.Contains(t, here, ours)
			listed = append(listed, theirs)
		}
	}
	for _, name := range six {
		require.Contains(t, listed, name)
	}
}

func columnNames(t *testing.T, fields string) (names []string) {
	t.Helper()
	s, err := nfstream.New(&ticks{}, nfstream.Config{Statistics: true, SPLT: 1, Fields: []string{fields}})
	require.NoError(t, err)
	defer s.Close()
	for _, c := range s.Columns() {
		names = append(names, c.Name)
	}
	return names
}

// block is a piece of code of the page.
type block struct {
	language, code string
	rows           string // which of the notebook's rows its data frame has
}

var blocks = regexp.MustCompile("(?m)(?:^<!-- rows: (\\w+) -->\n)?^```(sh|python)\n([^`]*)^```\n")

// dump has a data frame of any of the three written as JSON lines.
const dump = `
import json, sys
if hasattr(df, "to_dicts"):
    rows = df.to_dicts()
elif hasattr(df, "to_dict"):
    rows = df.to_dict("records")
else:
    rows = [dict(zip(df.columns, row)) for row in df.fetchall()]
with open("rows.json", "w") as out:
    for row in rows:
        json.dump({name: "" if value is None else str(value) for name, value in row.items()}, out)
        out.write("\n")
`

// The notebook's cells run as the page has them, and give the notebook's rows.
func TestNotebookOfPage(t *testing.T) {
	corpus.Whole(t, "all of the catalogue")
	emulate.Skip(t, "way to start this program again")
	if testing.Short() {
		t.Skip("twenty starts of Python take a while")
	}
	interpreter := python.Interpreter(t, "pandas", "polars", "duckdb")
	text, err := os.ReadFile(fromNfstream)
	require.NoError(t, err)
	dir := workshop(t)
	found := blocks.FindAllStringSubmatch(string(text), -1)
	require.Len(t, found, strings.Count(string(text), "```")/2)
	counted := map[string]int{}
	skipping := ""
	for i, b := range found {
		b := block{language: b[2], code: b[3], rows: b[1]}
		if b.language == "sh" {
			skipping = run(t, dir, "bash", "-c", b.code)
			continue
		}
		library := regexp.MustCompile(`(?m)^import (\w+)$`).FindStringSubmatch(b.code)[1]
		t.Run(fmt.Sprintf("%02d/%s/%s", i, b.rows, library), func(t *testing.T) {
			if skipping != "" {
				t.Skip(skipping)
			}
			require.Empty(t, run(t, dir, interpreter, "-c", b.code+dump))
			counted[library]++
			if b.rows != "none" {
				compareWithNotebook(t, b.rows, filepath.Join(dir, "rows.json"))
			}
		})
	}
	require.Greater(t, counted["pandas"], 4)
	require.Equal(t, counted["pandas"], counted["polars"])
	require.Equal(t, counted["pandas"], counted["duckdb"])
}

// workshop makes a folder with the page's captures and the command.
func workshop(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for name, capture := range map[string]string{"instagram.pcap": "nfs-instagram.pcap", "google_ssl.pcap": "google_ssl.pcap"} {
		require.NoError(t, os.Symlink(corpus.Pcap(t, capture), filepath.Join(dir, name)))
	}
	own, err := os.Executable()
	require.NoError(t, err)
	script := "#!/bin/sh\n" + asCommand + "=1 exec " + own + ` "$@"` + "\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "nfstream"), []byte(script), 0o755))
	return dir
}

// run runs a program in the folder, and returns why what follows cannot run.
func run(t *testing.T, dir, program string, args ...string) (skip string) {
	t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PATH="+dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	out, err := cmd.CombinedOutput()
	if strings.Contains(string(out), "unknown flag") {
		return string(out)
	}
	require.NoError(t, err, "%s\n%s", strings.Join(args, " "), out)
	return ""
}

// compareWithNotebook compares the rows of a file with those that the notebook shows.
func compareWithNotebook(t *testing.T, seed, path string) {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	got := map[string]map[string]string{}
	for line := range strings.Lines(string(text)) {
		row := map[string]string{}
		require.NoError(t, json.Unmarshal([]byte(line), &row))
		got[row["id"]] = row
	}
	want := readTSV(t, corpus.Reference(t, "seed/"+seed+".tsv"))
	require.NotEmpty(t, want)
	made := []string{"src2dst_raw_bytes_data_ratio", "dst2src_raw_bytes_data_ratio", "maximum_iat_ms", "packet_with_40_ip_size"}
	for _, w := range want {
		require.Contains(t, got, w["id"])
		compareSeedRow(t, w, got[w["id"]])
		for name := range w {
			if slices.Contains(made, name) {
				require.Contains(t, got[w["id"]], name)
			}
		}
	}
}
