//go:build !tiny

package nfstream_test

import (
	"bytes"
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/sink/csv"
)

var anonymizeKey = []byte("0123456789abcdef")

// anonymizedRows returns the rows of browsing without their header, as lists of cells.
func anonymizedRows(t *testing.T, cfg nfstream.Config) (rows [][]string) {
	t.Helper()
	inCSV, _ := rowsIn(t, cfg, browsing)
	for _, line := range strings.Split(strings.TrimSpace(inCSV), "\n")[1:] {
		rows = append(rows, strings.Split(line, ","))
	}
	return rows
}

func TestAnonymizedColumns(t *testing.T) {
	cfg := nfstream.Config{
		Fields:    []string{"src_ip", "dst_ip", "src_port", "client_info", "protocol"},
		Anonymize: []string{"src_ip", "src_port", "client_info"}, AnonymizeKey: anonymizeKey,
	}
	rows := anonymizedRows(t, cfg)
	require.Len(t, rows, 2)
	require.Regexp(t, "^[0-9a-f]{32}$", rows[0][0])
	require.Equal(t, rows[0][0], rows[1][0], "equal values")
	require.Equal(t, "192.0.2.80", rows[0][1])
	require.Regexp(t, "^[0-9a-f]{32}$", rows[0][2])
	require.NotEqual(t, rows[0][2], rows[1][2], "different values")
	require.Empty(t, rows[0][3], "what is empty")
	require.Equal(t, "6", rows[0][4])
	require.Equal(t, rows, anonymizedRows(t, cfg), "the same key")

	cfg.AnonymizeKey = nil
	require.NotEqual(t, anonymizedRows(t, cfg), anonymizedRows(t, cfg), "random keys")
}

func TestAnonymizedIntegersAreTexts(t *testing.T) {
	_, inJSON := rowsIn(t, nfstream.Config{
		Fields: []string{"dst_port", "protocol"}, Anonymize: []string{"dst_port"}, AnonymizeKey: anonymizeKey,
	}, browsing[:1])
	require.Regexp(t, `^{"dst_port":"[0-9a-f]{32}","protocol":6}`, inJSON)
}

func TestAnonymizedColumnsOfPlugins(t *testing.T) {
	cfg := nfstream.Config{
		Plugins: []nfstream.Plugin{everyType}, Fields: []string{"text", "n"}, Anonymize: []string{"text", "n"},
	}
	for _, row := range anonymizedRows(t, cfg) {
		require.Regexp(t, "^[0-9a-f]{32}$", row[0])
		require.Regexp(t, "^[0-9a-f]{32}$", row[1])
	}
}

func TestAnonymizedAddressesKeepPrefixes(t *testing.T) {
	rows := anonymizedRows(t, nfstream.Config{
		Fields: []string{"src_ip", "dst_ip", "community_id"}, Anonymize: []string{"src_ip", "dst_ip", "community_id"},
		AnonymizeKey: anonymizeKey, AnonymizePrefix: true,
	})
	for _, row := range rows {
		src, err := netip.ParseAddr(row[0])
		require.NoError(t, err)
		require.NotEqual(t, "10.0.0.1", row[0])
		dst, err := netip.ParseAddr(row[1])
		require.NoError(t, err)
		require.NotEqual(t, src.As4()[0]>>7, dst.As4()[0]>>7, "10.0.0.1 and 192.0.2.80 differ in the first bit")
		require.Regexp(t, "^[0-9a-f]{32}$", row[2])
	}
}

func TestTheFlowItselfIsNotAnonymized(t *testing.T) {
	s, err := nfstream.New(&replay{browsing}, nfstream.Config{
		Fields: []string{"src_ip"}, Anonymize: []string{"src_ip"},
	})
	require.NoError(t, err)
	require.Equal(t, nfstream.Text, s.Columns()[0].Type)
	for f, err := range s.Flows(t.Context()) {
		require.NoError(t, err)
		require.Equal(t, "10.0.0.1", f.Src().Addr().String())
		require.Len(t, s.Columns()[0].Text(f), 32)
	}
}

func TestBadAnonymizationIsRefused(t *testing.T) {
	ip := []string{"src_ip", "dst_ip"}
	for want, cfg := range map[string]nfstream.Config{
		`Anonymize names "nothing": want a column`:      {Anonymize: []string{"nothing"}},
		`Anonymize names "src_pi": want perhaps src_ip`: {Anonymize: []string{"src_pi"}},
		`Anonymize names "src_mac": want a column`:      {Anonymize: []string{"src_mac"}},
		`Anonymize names "hidden": want a column`:       {Anonymize: []string{"hidden"}, Plugins: []nfstream.Plugin{everyType}},
		"src2dst_first_seen_ms, of type millisecond":    {Anonymize: []string{"src2dst_first_seen_ms"}},
		"floats, of type list of numbers":               {Anonymize: []string{"floats"}, Plugins: []nfstream.Plugin{everyType}},
		"AnonymizeKey has 5 bytes: want at least 16":    {Anonymize: ip, AnonymizeKey: []byte("short")},
		"AnonymizePrefix is set, and Anonymize":         {Anonymize: []string{"src_port"}, AnonymizePrefix: true},
		"Anonymize leaves out community_id":             {Anonymize: ip, Fields: []string{"default", "community_id"}},
	} {
		_, err := nfstream.New(&replay{}, cfg)
		require.ErrorIs(t, err, nfstream.ErrConfig, want)
		require.ErrorContains(t, err, want)
	}
}

func BenchmarkAnonymizedRows(b *testing.B) {
	for name, cfg := range map[string]nfstream.Config{
		"plain":  {},
		"hash":   {Anonymize: []string{"src_ip", "dst_ip"}},
		"prefix": {Anonymize: []string{"src_ip", "dst_ip"}, AnonymizePrefix: true},
	} {
		b.Run(name, func(b *testing.B) {
			s, err := nfstream.New(&replay{browsing}, cfg)
			require.NoError(b, err)
			var out bytes.Buffer
			w := csv.NewWriter(&out, s.Columns())
			for f, err := range s.Flows(b.Context()) {
				require.NoError(b, err)
				b.ReportAllocs()
				for b.Loop() {
					out.Reset()
					require.NoError(b, w.Write(f))
				}
				break
			}
		})
	}
}
