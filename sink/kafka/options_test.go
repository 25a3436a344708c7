package kafka

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestParse(t *testing.T) {
	o, err := parse("kafka+tls://one,two:9093,[2001:db8::1],[::1]:9094/flows.v1?when-full=spool&spool=/var/spool/x&spool-size=1GB" +
		"&buffer=16M&linger=1s&compression=lz4&sasl=scram-sha-512&sasl-file=/etc/secret&tls-server-name=broker&create-topic=yes")
	require.NoError(t, err)
	require.Equal(t, []string{"one:9092", "two:9093", "[2001:db8::1]:9092", "[::1]:9094"}, o.brokers)
	require.Equal(t, "flows.v1", o.topic)
	require.True(t, o.tls && o.create)
	require.Equal(t, []any{spool, "/var/spool/x", int64(1e9), int64(16 << 20), time.Second, "lz4", scram512, "/etc/secret", "broker"},
		[]any{o.whenFull, o.spool, o.spoolSize, o.buffer, o.linger, o.compression, o.sasl, o.saslFile, o.tlsServerID})

	o, err = parse("KAFKA://broker/flows?spool=/x")
	require.NoError(t, err)
	require.Equal(t, spool, o.whenFull)
	require.False(t, o.tls)
}

func TestRefusals(t *testing.T) {
	for url, want := range map[string]string{
		"kafka://broker":                                    "is no topic",
		"kafka://broker/":                                   "is no topic",
		"kafka://broker/a/b":                                "is no topic",
		"kafka://broker/..":                                 "is no topic",
		"kafka://broker/gr%C3%BC":                           "is no topic",
		"kafka://broker/flows#x":                            "is no topic",
		"kafka:///flows":                                    "is no broker",
		"kafka://a,,b/flows":                                "is no broker",
		"kafka://a:0/flows":                                 "is no broker",
		"kafka://a:65536/flows":                             "is no broker",
		"kafka://a:kafka/flows":                             "is no broker",
		"kafka://[::1/flows":                                "is no broker",
		"kafka://[broker]:9092/flows":                       "is no broker",
		"kafka://user:secret@broker/flows":                  "no user and no password",
		"kafka://broker/flows?password=secret":              "does not belong into a URL",
		"kafka://broker/flows?sasl-user=me":                 "does not belong into a URL",
		"kafka://broker/flows?colour=red":                   `unknown option "colour"`,
		"kafka://broker/flows?linger=1s&linger=2s":          "more than once",
		"kafka://broker/flows?linger=soon":                  "linger is \"soon\"",
		"kafka://broker/flows?linger=-1s":                   "linger",
		"kafka://broker/flows?buffer=1K":                    "buffer",
		"kafka://broker/flows?buffer=99999999999999999999G": "buffer",
		"kafka://broker/flows?compression=brotli":           "want zstd",
		"kafka://broker/flows?when-full=wait":               "want block, drop, spool",
		"kafka://broker/flows?when-full=spool":              "needs spool=FOLDER",
		"kafka://broker/flows?when-full=drop&spool=/x":      "spool is for",
		"kafka://broker/flows?tls=maybe":                    "want yes or no",
		"kafka://broker/flows?tls-ca=ca.pem":                "need tls=yes",
		"kafka+tls://broker/flows?tls-cert=c.pem":           "tls-cert and tls-key together",
		"kafka://broker/flows?sasl-file=x":                  "needs sasl=",
		"kafka://broker/flows?sasl=gssapi":                  "want plain",
		"kafka://broker/flows?buffer=1M&batch-size=2M":      "does not fit",
		"kafka://broker/flows?%zz":                          "no query",
		"kafka://broker/flows?client-id=":                   "is empty",
		"http://broker/flows":                               "want kafka://",
	} {
		err := Check(url)
		require.ErrorContains(t, err, want, url)
		require.NotContains(t, err.Error(), "secret@", url)
	}
}

func TestSizes(t *testing.T) {
	for text, want := range map[string]int64{"1": 1, "64k": 64 << 10, "64Ki": 64 << 10, "64KiB": 64 << 10, "64KB": 64000,
		"1G": 1 << 30, "1GB": 1e9, "2TiB": 2 << 40} {
		n, err := parseSize(text)
		require.NoError(t, err, text)
		require.Equal(t, want, n, text)
	}
	for _, text := range []string{"", "M", "1.5M", "1 M", "1Q", "B"} {
		_, err := parseSize(text)
		require.Error(t, err, text)
	}
}

// TestDocumentedOptions compares the options with the table in docs/kafka.md.
func TestDocumentedOptions(t *testing.T) {
	page, err := os.ReadFile("../../docs/kafka.md")
	require.NoError(t, err)
	_, table, _ := strings.Cut(string(page), "## Options\n")
	table, _, _ = strings.Cut(table, "\n## ")
	found := map[string]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z-]+)` \\| ([^|]*) \\|").FindAllStringSubmatch(table, -1) {
		found[row[1]] = row[2]
	}
	require.Equal(t, slices.Sorted(maps.Keys(known)), slices.Sorted(maps.Keys(found)))
	for name, o := range known {
		require.Equal(t, o.doc, found[name], name)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("kafka://one,two:9093/flows?linger=1s&buffer=1M")
	f.Fuzz(func(t *testing.T, url string) {
		if o, err := parse(url); err == nil {
			require.NotEmpty(t, o.brokers)
			require.True(t, validTopic(o.topic))
		}
	})
}
