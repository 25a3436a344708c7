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
	require.Equal(t, []string{"csv", "json", "table"}, complete("--format", ""))
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
