package cli

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/corpus"
)

func TestCount(t *testing.T) {
	corpus.Whole(t, "expressions")
	in := filepath.Join("..", "testdata", "tls.pcap")
	rows := records(t, good(t, "flows", "--count", "packet_with_40_ip_size=ip[2:2]=40", "--count",
		" every = tcp or not tcp", "--slice", "9", "--fields", "bidirectional_packets,every,packet_with_40_ip_size", in))
	require.Equal(t, []string{"bidirectional_packets", "every", "packet_with_40_ip_size"}, rows[0])
	for _, r := range rows[1:] {
		require.Equal(t, r[0], r[1])
	}
	// Without --fields they are the last columns, in their order.
	header := records(t, good(t, "flows", "--count", "b=tcp", "--count", "a=udp", in))[0]
	require.Equal(t, []string{"b", "a"}, header[len(header)-2:])
}

func TestMistakesInCount(t *testing.T) {
	corpus.Whole(t, "expressions")
	for value, want := range map[string]string{
		"x":                `--count is "x": want name=EXPRESSION, such as`,
		"x=":               "want name=EXPRESSION",
		"=tcp":             "want a name of letters, digits and underscores",
		"1=tcp":            "that does not begin with a digit",
		"x y=tcp":          "want a name of letters",
		"id=tcp":           "a column or group id exists already",
		"nfstream6=tcp":    "a column or group nfstream6",
		"x=tcp prt 80":     `column 5 of the expression: expected "and", "or" or the end, found "prt"`,
		"x=tcp port 70000": "column 10 of the expression: a port is at most 65535",
	} {
		got := inside("flows", "--count", value, sample(t))
		require.Equal(t, exitUsage, got.status, value)
		require.Contains(t, got.err, want)
	}
	require.Contains(t, inside("flows", "--count", "x=tcp", "--count", "x=udp", sample(t)).err,
		`--count is "x=udp": a column or group x`)
	raw := filepath.Join("..", "testdata", "raw.pcap")
	got := inside("flows", "--count", "x=ether src 00:00:00:00:00:00", "--fields", "x", raw)
	require.Equal(t, exitFailure, got.status)
	require.Contains(t, got.err, "count x: cannot test a frame")
	require.Contains(t, got.out, "\n-1\n")
}
