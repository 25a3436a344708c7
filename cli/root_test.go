package cli

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/corpus"
)

func TestVersion(t *testing.T) {
	require.Regexp(t, `^nfstream version \S.* go1\S+ \w+/\w+\n$`, good(t, "--version"))
	require.Equal(t, good(t, "--version"), good(t, "version"))
}

func TestReleaseVersion(t *testing.T) {
	release, commit = "v1.2.3", "0123456789abcdef"
	defer func() { release, commit = "", "" }()
	require.Contains(t, good(t, "version"), "nfstream version v1.2.3 0123456789ab go1")
}

func TestHelp(t *testing.T) {
	require.Contains(t, good(t), "Available Commands:")
	require.Contains(t, good(t, "flows", "--help"), "tcpdump -w - | nfstream flows")
}

func TestCompletion(t *testing.T) {
	corpus.Whole(t, "this command")
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		require.Contains(t, good(t, "completion", shell), " __complete ")
	}
	complete := func(args ...string) []string {
		lines := strings.Split(good(t, append([]string{"__complete", "flows"}, args...)...), "\n")
		return lines[:len(lines)-2]
	}
	formats := []string{"csv", "json", "table"}
	if !tiny {
		formats = append(formats, "ipfix", "netflow9")
	}
	require.Equal(t, formats, complete("--format", ""))
	require.Equal(t, []string{"id,http", "id,http_method", "id,http_url", "id,http_status", "id,http_request_content_type",
		"id,http_referer", "id,http_server", "id,http_x_forwarded_for", "id,http_content_length", "id,http_content_file", "id,http_user",
		"id,http_password"},
		complete("--fields", "id,http"))
	require.Equal(t, []string{"all", "application_name"},
		append(complete("--fields", "al"), complete("--fields", "application_n")...))
	require.Contains(t, complete("--idle"), "--idle-timeout\texport a flow after this time without a packet")
}

func TestColumns(t *testing.T) {
	all := good(t, "columns")
	for _, want := range []string{"default:\n", "splt:\n", "src2dst_syn_packets", "community_id"} {
		require.Contains(t, all, want)
	}
	require.Equal(t, "names:\n", strings.SplitAfter(good(t, "columns", "names"), "\n")[0])
	require.Contains(t, good(t, "columns", "nfstream6"), "bidirectional_stddev_ps")
}

// A program of another name shows that name where a command follows: in help, in examples and in completion.
func TestNameOfTheProgram(t *testing.T) {
	p := &Program{Name: "nfstream-full"}
	shown := func(args ...string) string {
		var out, errs strings.Builder
		require.Zero(t, p.Run(args, &out, &errs), errs.String())
		return out.String()
	}
	require.Regexp(t, `^nfstream-full version `, shown("version"))
	pages := [][]string{nil, {"--help"}}
	for _, sub := range newRoot(p).Commands() {
		pages = append(pages, []string{sub.Name(), "--help"})
	}
	if !tiny {
		for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
			pages = append(pages, []string{"completion", shell}, []string{"completion", shell, "--help"})
		}
	}
	for _, page := range pages {
		text := shown(page...)
		for _, sub := range newRoot(p).Commands() {
			require.NotContains(t, text, "nfstream "+sub.Name(), page)
		}
		require.NotContains(t, text, "nfstream completion", page)
		require.Contains(t, text, "nfstream-full", page)
	}
}

// What only nfstream-full has refers to it.
func TestNeedsFull(t *testing.T) {
	for line, want := range map[string]string{
		"flows -o a.parquet x":        "--output: a.parquet: parquet needs nfstream-full",
		"flows -o a.arrow x":          "--output: a.arrow: arrow needs nfstream-full",
		"flows --format arrow x":      `--format is "arrow": needs nfstream-full`,
		"flows --format parquet x":    `--format is "parquet": needs nfstream-full`,
		"flows --format nonsense x":   `--format is "nonsense": want csv, json, table`,
		"flows -o kafka://b/t x":      "--output: kafka://b/t: kafka needs nfstream-full",
		"flows -o ipfix+tls://host x": "--output: ipfix+tls://host: ipfix+tls needs nfstream-full",
		"report x.pcap -o x.html":     `unknown command "report": it needs nfstream-full`,
	} {
		got := inside(strings.Fields(line)...)
		require.Equal(t, exitUsage, got.status, line)
		require.True(t, strings.HasPrefix(got.err, "nfstream: "+want), "%s: %s", line, got.err)
	}
}
