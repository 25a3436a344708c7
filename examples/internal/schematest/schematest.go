// Package schematest makes rows for tests of databases, and compares them with what comes out.
package schematest

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/examples/internal/schema"
	"github.com/nfstream/nfstream-go/internal/corpus"
	csvsink "github.com/nfstream/nfstream-go/sink/csv"
	jsonsink "github.com/nfstream/nfstream-go/sink/json"
)

// Hostile is the column of a plug-in with texts that formats and databases could take for something else.
const Hostile = "hostile"

var hostile = []string{"a\xffb", "nul\x00nul", "two\r\nlines", `say "a,b"`, "grüße, 日本語 😀", "tab\there", "'", `\`, `\N`, `\.`,
	"NULL", "null", " spaces ", `"`, `""`, "'; DROP TABLE flows; --", "{1,2}", "[1]", "\u0085\u2028", "\ufeffbom", "ÿ\xc0\x80",
	"\xed\xa0\x80", "nan", "-1", "0x0", "true", "$1", "%s", `\x41`, "{sensor:String}", "/*"}

type texts struct{}

func (texts) Columns() []nfstream.Column {
	return []nfstream.Column{{Name: Hostile, Type: nfstream.Text, Doc: "it's a \\ text"}}
}

func (texts) Open(s *nfstream.Schema) (nfstream.Hooks, error) {
	text := s.Text(Hostile)
	return nfstream.Hooks{Expire: func(f *nfstream.Flow) { text.Set(f, hostile[int(f.ID())%len(hostile)]) }}, nil
}

// Config returns a configuration of all columns, and a hostile one.
func Config() nfstream.Config {
	config := schema.Config([]string{"all"})
	config.Statistics, config.SPLT, config.Plugins = true, 5, []nfstream.Plugin{texts{}}
	return config
}

// Rows writes the flows of all captures of the repository to a folder, as rows.csv and rows.json. It returns their number.
func Rows(t testing.TB, config nfstream.Config, dir string) (flows int) {
	t.Helper()
	columns, err := schema.Columns(config)
	require.NoError(t, err)
	var rows, objects bytes.Buffer
	heads := csvsink.NewWriter(&rows, columns)
	require.NoError(t, heads.Flush())
	for _, path := range corpus.Own(t) {
		s, err := nfstream.Open(path, config)
		require.NoError(t, err)
		var part bytes.Buffer
		asCSV, asJSON := csvsink.NewWriter(&part, s.Columns()), jsonsink.NewWriter(&objects, s.Columns())
		for f, err := range s.Flows(t.Context()) {
			if err != nil {
				break // a cut capture
			}
			flows++
			require.NoError(t, asCSV.Write(f))
			require.NoError(t, asJSON.Write(f))
		}
		require.NoError(t, asCSV.Flush())
		require.NoError(t, asJSON.Flush())
		_, body, _ := bytes.Cut(part.Bytes(), []byte("\n"))
		rows.Write(body)
		require.NoError(t, s.Close())
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "rows.csv"), rows.Bytes(), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "rows.json"), objects.Bytes(), 0o644))
	return flows
}

// Equal compares rows in CSV, in any order, with those of a database, each by its columns' types. Times are compared to
// a precision.
func Equal(t testing.TB, columns []*nfstream.Column, want, got []byte, precision time.Duration) {
	t.Helper()
	a, b := table(t, columns, want, precision), table(t, columns, got, precision)
	require.Equal(t, len(a), len(b), "rows")
	counts := map[string]int{}
	for _, row := range a {
		counts[strings.Join(row, "\x00")]++
	}
	missing := 0
	for _, row := range b {
		key := strings.Join(row, "\x00")
		if counts[key]--; counts[key] < 0 {
			if missing++; missing == 1 {
				t.Errorf("a row that is not of the meter: %s", nearest(columns, a, row))
			}
		}
	}
	require.Zero(t, missing, "rows differ")
}

// nearest returns in which columns a row differs from the row of which it has most.
func nearest(columns []*nfstream.Column, rows [][]string, row []string) string {
	var best []string
	for i, other := range rows {
		var differs []string
		for j := range row {
			if other[j] != row[j] {
				differs = append(differs, columns[j].Name+": want "+strconv.Quote(other[j])+", got "+strconv.Quote(row[j]))
			}
		}
		if i == 0 || len(differs) < len(best) {
			best = differs
		}
	}
	return strings.Join(best, "; ")
}

// table returns the values of rows in a form in which equal ones are the same text.
func table(t testing.TB, columns []*nfstream.Column, text []byte, precision time.Duration) [][]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	require.NoError(t, err)
	for i, c := range columns {
		require.Equal(t, c.Name, rows[0][i])
	}
	for _, row := range rows[1:] {
		for i, c := range columns {
			row[i] = value(t, c, row[i], precision)
		}
	}
	return rows[1:]
}

var times = []string{time.RFC3339Nano, "2006-01-02 15:04:05.999999999Z07", "2006-01-02 15:04:05.999999999"}

func value(t testing.TB, c *nfstream.Column, text string, precision time.Duration) string {
	switch {
	case text == "" || text == "[]": // a database may have no null for lists
		return ""
	case schema.Address(c):
		a, err := netip.ParseAddr(text)
		require.NoError(t, err, c.Name)
		return a.Unmap().String()
	case c.Type == nfstream.Float || c.Type == nfstream.Millis:
		f, err := strconv.ParseFloat(text, 64)
		require.NoError(t, err, c.Name)
		return strconv.FormatFloat(f, 'g', -1, 64)
	case c.Type.List():
		var list []float64
		require.NoError(t, json.Unmarshal([]byte(text), &list), "%s: %s", c.Name, text)
		out, _ := json.Marshal(list)
		return string(out)
	case c.Type == nfstream.Time:
		for _, layout := range times {
			if at, err := time.Parse(layout, text); err == nil {
				return at.UTC().Round(precision).Format(time.RFC3339Nano)
			}
		}
	}
	return text
}

// Captures are those of which Rows writes the flows.
func Captures(t testing.TB) []string { return corpus.Own(t) }
