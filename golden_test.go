package nfstream_test

import (
	"bytes"
	encodingcsv "encoding/csv"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/internal/record"
	"github.com/nfstream/nfstream-go/sink/csv"
)

var update = flag.Bool("update", false, "write the golden rows anew")

// The rows of the repository's own captures are those under testdata/golden, in the form of goldenText. What is stored
// compressed has the rows of TestCompressionMakesNoDifference.
func TestGolden(t *testing.T) {
	corpus.Whole(t, "all of the catalogue")
	captures := corpus.Own(t)
	require.NotEmpty(t, captures)
	for _, path := range captures {
		if ext := filepath.Ext(path); ext == ".gz" || ext == ".zst" {
			continue
		}
		t.Run(filepath.Base(path), func(t *testing.T) {
			got := goldenText(t, path)
			golden := filepath.Join("testdata", "golden", filepath.Base(path)+".txt")
			if *update {
				require.NoError(t, os.MkdirAll(filepath.Dir(golden), 0o755))
				require.NoError(t, os.WriteFile(golden, []byte(got), 0o644))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err, "make golden writes it")
			requireSameRows(t, string(want), got)
		})
	}
}

// requireSameRows fails with the lines of the first flow that differs.
func requireSameRows(t *testing.T, want, got string) {
	w, g := strings.SplitAfter(want, "\n\n"), strings.SplitAfter(got, "\n\n")
	for i := range min(len(w), len(g)) {
		require.Equal(t, w[i], g[i])
	}
	require.Equal(t, len(w), len(g), "flows")
}

// goldenText shows the rows of a capture with every column, a paragraph a flow and a line a column:
//
//	flow 0
//	application_name DNS
//	packets 2 1 1
//
// Left out is what the column of a flow of which nothing is known shows, if that is empty, 0 or -1. So a column
// changes no file where none of the flows has it, and a value that appears, changes or vanishes changes one line.
// Columns that differ in direction, end and statistic only share a line, in their order.
func goldenText(t *testing.T, path string) string {
	s, err := nfstream.Open(path, nfstream.Config{Statistics: true, SPLT: 5, Fields: []string{"all"}})
	require.NoError(t, err)
	columns := s.Columns()
	var out bytes.Buffer
	if err := s.Run(t.Context(), csv.NewWriter(&out, columns)); err != nil {
		require.ErrorIs(t, err, nfstream.ErrTruncated)
		require.Equal(t, "web-cut.pcap", filepath.Base(path))
	}
	records, err := encodingcsv.NewReader(&out).ReadAll()
	require.NoError(t, err)
	lines := goldenLines(columns)
	var text strings.Builder
	for _, cells := range records[1:] {
		text.WriteString("flow " + cells[0] + "\n")
		for _, l := range lines {
			l.write(&text, cells)
		}
		text.WriteByte('\n')
	}
	return text.String()
}

// goldenLine is a line of a flow: the cells of one column or more, and what each shows where nothing is known.
type goldenLine struct {
	name    string
	cells   []int
	nothing []string
}

// sharedName finds what is cut off the names of columns that share a line.
var sharedName = regexp.MustCompile(`^(?:(?:bidirectional|src2dst|dst2src)_(?:(?:min|mean|stdev|max)_)?|(?:src|dst)_)`)

func goldenLines(columns []*nfstream.Column) (lines []*goldenLine) {
	unknown := new(nfstream.Flow)
	*unknown.Record(record.Access{}) = record.Record{Core: &record.Core{}, Stats: &record.Stats{}, SYN: &record.SYN{}, Gaps: &record.Gaps{}}
	byName := map[string]*goldenLine{}
	for i, c := range columns[1:] {
		name := sharedName.ReplaceAllString(c.Name, "")
		if byName[name] == nil {
			byName[name] = &goldenLine{name: name}
			lines = append(lines, byName[name])
		}
		l := byName[name]
		l.cells = append(l.cells, 1+i)
		l.nothing = append(l.nothing, c.Text(unknown))
	}
	return lines
}

// write adds the line, with a dash in place of each cell that is left out, if it has another one.
func (l *goldenLine) write(text *strings.Builder, cells []string) {
	line, observed := l.name, false
	for i, at := range l.cells {
		cell := cells[at]
		if cell == l.nothing[i] && slices.Contains([]string{"", "0", "0.0", "-1", "-1.0", "[]"}, cell) {
			cell = "-"
		} else {
			observed = true
		}
		line += " " + cell
	}
	if observed {
		text.WriteString(line + "\n")
	}
}

// A value that appears, changes or vanishes changes a line; a column that no flow has changes none.
func TestGoldenLinesShowWhatIsObserved(t *testing.T) {
	line := func(nothing []string, cells ...string) string {
		l := goldenLine{name: "name", nothing: nothing}
		for i := range cells {
			l.cells = append(l.cells, i)
		}
		var text strings.Builder
		l.write(&text, cells)
		return text.String()
	}
	for _, nothing := range []string{"", "0", "-1", "-1.0", "[]"} {
		require.Empty(t, line([]string{nothing}, nothing))
		require.Equal(t, "name x\n", line([]string{nothing}, "x"))
		require.Equal(t, "name - x\n", line([]string{nothing, nothing}, nothing, "x"))
	}
	require.Equal(t, "name 0\n", line([]string{"-1"}, "0"), "a 0 that was observed")
	require.Equal(t, "name -1\n", line([]string{"0"}, "-1"))
	require.Equal(t, "name Unknown\n", line([]string{"Unknown"}, "Unknown"))
}

// However a capture is stored, its rows are the same.
func TestCompressionMakesNoDifference(t *testing.T) {
	corpus.Whole(t, "zstd")
	plain := goldenText(t, "testdata/web.pcap")
	requireSameRows(t, plain, goldenText(t, "testdata/web.pcap.gz"))
	requireSameRows(t, plain, goldenText(t, "testdata/web.pcap.zst"))
}

// Each capture of a tunnel shows the flows within, and with DecodeTunnels off those of the tunnel's ends.
func TestTunnelsOfTheCaptures(t *testing.T) {
	for capture, tunnel := range map[string]string{
		"gtp.pcap": "1", "l2tp.pcap": "4", "vxlan.pcap": "5", "gre.pcap": "6", "gretap.pcap": "6", "gretap-key.pcap": "6",
		"erspan.pcap": "6", "erspan3.pcap": "6", "geneve.pcap": "7", "geneve6.pcap": "7", "ipip.pcap": "8", "sit.pcap": "8",
		"ip6tnl.pcap": "8", "srv6.pcap": "8",
	} {
		inside := func(s nfstream.Switch) (n int) {
			cfg := nfstream.Config{DecodeTunnels: s, Fields: []string{"default", "link"}}
			for _, r := range rowsOf(t, "testdata/"+capture, cfg) {
				if r["tunnel_id"] == tunnel {
					require.NotContains(t, []string{"4", "41", "47"}, r["protocol"], capture)
					n++
				} else {
					require.Equal(t, "0", r["tunnel_id"], capture)
				}
			}
			return n
		}
		require.GreaterOrEqual(t, inside(nfstream.Default), 2, capture)
		require.Zero(t, inside(nfstream.Off), capture)
	}
}
