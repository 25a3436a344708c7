package report

import (
	"bytes"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/nfstream/nfstream-go/cli"
	"github.com/stretchr/testify/require"
)

const testdata = "../../../../testdata/"

// execute runs a command of the program with reports, and returns its output.
func execute(t *testing.T, args ...string) string {
	t.Helper()
	program := cli.Program{Name: "nfstream-full", Commands: []cli.Command{Command()}}
	var out, problems bytes.Buffer
	require.Zero(t, program.Run(args, &out, &problems), problems.String())
	return out.String()
}

// write writes the report of captures and returns its path.
func write(t *testing.T, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.html")
	execute(t, append([]string{"report", "-q", "-o", path}, args...)...)
	return path
}

// flowsOf returns the rows of the command flows.
func flowsOf(t *testing.T, capture ...string) (rows []map[string]string) {
	t.Helper()
	args := append([]string{"flows", "-q", "--fields", "default,names,tls,risks"}, capture...)
	r := csv.NewReader(strings.NewReader(execute(t, args...)))
	head, err := r.Read()
	require.NoError(t, err)
	for {
		cells, err := r.Read()
		if err == io.EOF {
			return rows
		}
		require.NoError(t, err)
		row := map[string]string{}
		for i, name := range head {
			row[name] = cells[i]
		}
		rows = append(rows, row)
	}
}

func number(t *testing.T, text string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(text, 10, 64)
	require.NoError(t, err)
	return n
}

// summed adds up a column by the groups of a row. A group counts once a row.
func summed(t *testing.T, rows []map[string]string, measure string, groups func(map[string]string) []string) map[string]int64 {
	sums := map[string]int64{}
	for _, row := range rows {
		seen := map[string]bool{"": true}
		for _, group := range groups(row) {
			if seen[group] {
				continue
			}
			seen[group] = true
			if measure == "" {
				sums[group]++
			} else {
				sums[group] += number(t, row[measure])
			}
		}
	}
	return sums
}

func column(name string) func(map[string]string) []string {
	return func(row map[string]string) []string { return []string{row[name]} }
}

// comparisons are what cards show, and how it follows from the rows of flows.
var comparisons = []struct {
	facet, measure string
	groups         func(map[string]string) []string
}{
	{"application", "bidirectional_raw_bytes", column("application_name")},
	{"category", "bidirectional_raw_bytes", column("category_name")},
	{"host", "bidirectional_raw_bytes", func(row map[string]string) []string { return []string{row["src_ip"], row["dst_ip"]} }},
	{"server", "bidirectional_raw_bytes", column("requested_server_name")},
	{"risk", "", func(row map[string]string) []string { return strings.Split(row["risks"], ";") }},
	{"severity", "", column("risk_severity")},
	{"tlsVersion", "", column("tls_version")},
	{"tlsCipher", "", column("tls_cipher")},
	{"ja4", "", column("ja4_client")},
}

// sameFigures compares a page with the rows of flows.
func sameFigures(t *testing.T, p *tab, rows []map[string]string) {
	t.Helper()
	require.Equal(t, int64(len(rows)), p.figure("flows"))
	total := summed(t, rows, "bidirectional_raw_bytes", func(map[string]string) []string { return []string{"all"} })["all"]
	require.Equal(t, total, p.figure("bytes"))
	packets := summed(t, rows, "bidirectional_packets", func(map[string]string) []string { return []string{"all"} })["all"]
	require.Equal(t, packets, p.figure("packets"))
	sizes := int64(0)
	for _, n := range p.bars("size") {
		sizes += n
	}
	require.Equal(t, packets, sizes)
	for _, c := range comparisons {
		p.do(clickIf("#facet-" + c.facet + " .more[aria-expanded=false]"))
		want, shown := summed(t, rows, c.measure, c.groups), p.bars(c.facet)
		require.Len(t, shown, min(len(want), len(shown)), c.facet)
		require.GreaterOrEqual(t, len(shown), min(len(want), shownGroups), c.facet)
		for key, n := range shown {
			require.Equal(t, want[key], n, "%s %s", c.facet, key)
		}
	}
	require.Equal(t, total, eval[int64](p, timelineSum))
}

// timelineSum adds up the legend, which has rounded figures, from the data of the chart.
const timelineSum = `JSON.parse(document.getElementById("summary").textContent).Timeline.Series
	.reduce((sum, one) => sum + one.Bins.reduce((a, b) => a + b, 0), 0)`

func TestFiguresAreThoseOfFlows(t *testing.T) {
	for _, name := range []string{"web.pcap", "tls.pcap", "mixed.pcapng", "quic.pcap", "mail.pcap"} {
		t.Run(name, func(t *testing.T) { sameFigures(t, open(t, write(t, testdata+name)), flowsOf(t, testdata+name)) })
	}
}

// Several captures are one stream.
func TestSeveralCaptures(t *testing.T) {
	all := []string{testdata + "dns.pcap", testdata + "http.pcap", testdata + "tls.pcap"}
	p := open(t, write(t, append([]string{"--title", "Three captures"}, all...)...))
	sameFigures(t, p, flowsOf(t, all...))
	require.Equal(t, "Three captures", p.text("h1"))
}

// The page counts the same from its flows as the program has counted from all.
func TestPageCountsAsTheProgram(t *testing.T) {
	capture := filepath.Join(t.TempDir(), "one.pcap")
	require.NoError(t, os.WriteFile(capture, generated(t, 3000), 0o600))
	p := open(t, write(t, testdata+"tls.pcap", testdata+"web.pcap", capture))
	before := map[string]map[string]int64{}
	for _, c := range comparisons {
		before[c.facet] = p.bars(c.facet)
	}
	sizes, legend := p.bars("size"), p.text("#legend")
	p.do(search("p")) // a filter that all flows pass: TCP, UDP, ICMP
	p.await(`document.getElementById("status").textContent.includes(" of ")`)
	require.Equal(t, eval[int64](p, `JSON.parse(document.getElementById("summary").textContent).Total.Flows`), p.figure("flows"))
	for facet, want := range before {
		require.Equal(t, want, p.bars(facet), facet)
	}
	require.Equal(t, sizes, p.bars("size"))
	require.Equal(t, legend, p.text("#legend"))
}
