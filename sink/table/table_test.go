package table

import (
	"bytes"
	"io"
	"net/netip"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/cells"
	"github.com/nfstream/nfstream-go/internal/record"
	"github.com/nfstream/nfstream-go/internal/rows/rowstest"
)

// lines returns the lines of the table of flows, without line feeds.
func lines(t testing.TB, columns []*nfstream.Column, flows []*nfstream.Flow, width int) []string {
	t.Helper()
	var out bytes.Buffer
	w := NewWriter(&out, columns, Options{Width: width, Zone: time.UTC})
	for _, f := range flows {
		require.NoError(t, w.Write(f))
	}
	require.NoError(t, w.Flush())
	require.True(t, strings.HasSuffix(out.String(), "\n"))
	return strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
}

// ofCapture returns the flows of a capture in testdata.
func ofCapture(t testing.TB, name string, config nfstream.Config) ([]*nfstream.Column, []*nfstream.Flow) {
	t.Helper()
	s, err := nfstream.Open("../../testdata/"+name, config)
	require.NoError(t, err)
	var flows []*nfstream.Flow
	for f, err := range s.Flows(t.Context()) {
		require.NoError(t, err)
		flows = append(flows, f)
	}
	return s.Columns(), flows
}

func TestLook(t *testing.T) {
	columns, flows := ofCapture(t, "tls.pcap", nfstream.Config{Fields: Fields()})
	for width, want := range map[int][]string{
		80: {
			"PROTO SOURCE                DESTINATION            PKTS   BYTES APPLICATION (+4)",
			"TCP   192.0.2.10:37524      192.0.2.20:4401          22 8.38 kB TLS",
			"TCP   192.0.2.10:53968      192.0.2.20:4402          22 8.40 kB TLS",
		},
		120: {
			"START      TIME PROTO SOURCE                DESTINATION            PKTS   BYTES APPLICATION      CATEGORY   SERVER NAME",
			"11:14:23    3ms TCP   192.0.2.10:37524      192.0.2.20:4401          22 8.38 kB TLS              Web        tls10.examp…",
			"11:14:23    2ms TCP   192.0.2.10:53968      192.0.2.20:4402          22 8.40 kB TLS              Web        tls11.examp…",
		},
	} {
		require.Equal(t, want, lines(t, columns, flows[:2], width))
	}
}

func TestLinesFit(t *testing.T) {
	for _, fields := range [][]string{Fields(), {"all"}, {"id"}, {"requested_server_name", "src_port"}} {
		columns, flows := rowstest.Flows(t, 2000, nfstream.Config{Fields: fields, Statistics: true, SPLT: 3})
		for width := 40; width < 400; width += 7 {
			for _, line := range lines(t, columns, flows[:50], width) {
				require.LessOrEqual(t, cells.Width([]byte(line)), width, line)
			}
		}
		require.NotPanics(t, func() { lines(t, columns, flows, 1) })
	}
}

func TestColumnsWithoutRoomAreCounted(t *testing.T) {
	columns, flows := rowstest.Flows(t, 1, nfstream.Config{Fields: []string{"id", "http_url", "user_agent", "src_ip"}})
	require.Regexp(t, ` http_url \(\+2\)$`, lines(t, columns, flows, 25)[0])
	require.NotContains(t, lines(t, columns, flows, 120)[0], "(+")
}

func TestIPv6(t *testing.T) {
	columns, flows := ofCapture(t, "geneve6.pcap", nfstream.Config{Fields: []string{"src_ip", "src_port", "dst_ip", "dst_port"},
		DecodeTunnels: nfstream.Off})
	require.Regexp(t, `^\[[0-9a-f:]+\]:\d+ +\[[0-9a-f:]+\]:\d+$`, lines(t, columns, flows, 100)[1])
	require.Regexp(t, `^\[[0-9a-f:]+…?\]:\d+ +\[[0-9a-f:]+…?\]:\d+$`, lines(t, columns, flows, 43)[1])
}

// An IPv4 address is never truncated, with or without its port, and the application is shown if both fit.
func TestIPv4IsNeverCut(t *testing.T) {
	columns, flows := rowstest.Flows(t, 1, nfstream.Config{Fields: Fields()})
	f := flows[0]
	k := &f.Record(record.Access{}).Key
	k.Ver, k.PortA, k.PortB, k.Proto = 4, 65535, 65534, 17
	k.A, k.B = netip.MustParseAddr("198.151.100.200").As16(), netip.MustParseAddr("203.151.113.250").As16()
	for width := 40; width <= 200; width++ {
		got := lines(t, columns, flows[:1], width)
		whole := strings.Contains(got[1], "198.151.100.200:65535") && strings.Contains(got[1], "203.151.113.250:65534")
		require.True(t, whole || width < 75 && !strings.Contains(got[0], "DESTINATION"), "%d\n%s\n%s", width, got[0], got[1])
		require.Equal(t, width >= 75, strings.Contains(got[0], "APPLI"), "%d %s", width, got[0])
	}
	alone, _ := rowstest.Flows(t, 1, nfstream.Config{Fields: []string{"src_ip", "dst_ip"}})
	for width := 15; width <= 40; width++ {
		require.Contains(t, lines(t, alone, flows[:1], width)[1], "198.151.100.200", "%d", width)
	}
}

func TestAnonymizedStaysSo(t *testing.T) {
	columns, flows := ofCapture(t, "web.pcap", nfstream.Config{Fields: Fields(),
		Anonymize: []string{"src_ip", "src_port", "protocol", "bidirectional_packets", "requested_server_name"}})
	text := strings.Join(lines(t, columns, flows, 200), "\n")
	for _, f := range flows {
		require.NotContains(t, text, f.Src().String())
		if f.ServerName() != "" {
			require.NotContains(t, text, f.ServerName())
		}
	}
}

func TestHostileTexts(t *testing.T) {
	own := &rowstest.Own{Names: [2]string{"a \x1b[2J\n", "b"}}
	columns, flows := rowstest.Flows(t, 1, nfstream.Config{Plugins: []nfstream.Plugin{own}, Fields: []string{"plugins", "id"}})
	for _, a := range rowstest.Hostile {
		for _, b := range rowstest.Hostile {
			own.SetTexts(flows[0], a, b)
			got := lines(t, columns, flows, 100)
			require.Len(t, got, 2)
			requireTame(t, strings.Join(got, ""))
		}
	}
}

func requireTame(t *testing.T, text string) {
	for _, r := range text {
		require.True(t, unicode.IsPrint(r), "%q", text)
	}
}

func TestHeaderWithoutFlows(t *testing.T) {
	columns, _ := rowstest.Flows(t, 1, nfstream.Config{Fields: []string{"vlan_id", "src_ip"}})
	require.Equal(t, []string{" vlan_id src_ip"}, lines(t, columns, nil, 120))
}

func TestRowsDoNotAllocate(t *testing.T) {
	own := &rowstest.Own{Names: [2]string{"a", "b"}}
	for _, fields := range [][]string{Fields(), {"all"}} {
		columns, flows := rowstest.Flows(t, 2000, nfstream.Config{Plugins: []nfstream.Plugin{own}, Statistics: true, Fields: fields})
		for _, f := range flows {
			own.SetTexts(f, "a\x1bb", strings.Repeat("long", 50))
		}
		rowstest.RequireNoAllocations(t, NewWriter(io.Discard, columns, Options{Width: 1000}), flows)
	}
}

func FuzzCell(f *testing.F) {
	own := &rowstest.Own{Names: [2]string{"a", "b"}}
	columns, flows := rowstest.Flows(f, 1, nfstream.Config{Plugins: []nfstream.Plugin{own}, Fields: []string{"plugins"}})
	for i, text := range rowstest.Hostile {
		f.Add(text, rowstest.Hostile[len(rowstest.Hostile)-1-i], 40)
	}
	f.Fuzz(func(t *testing.T, a, b string, width int) {
		own.SetTexts(flows[0], a, b)
		got := lines(t, columns, flows, 40+width&0xff)
		require.Len(t, got, 2)
		requireTame(t, got[1])
		require.LessOrEqual(t, cells.Width([]byte(got[1])), 40+width&0xff)
	})
}

// BenchmarkRow writes the rows of the flows of a mix in turn.
func BenchmarkRow(b *testing.B) {
	newSink := func(w io.Writer, columns []*nfstream.Column) nfstream.Sink { return NewWriter(w, columns, Options{}) }
	b.Run("default", func(b *testing.B) { rowstest.Benchmark(b, nfstream.Config{Fields: Fields()}, newSink) })
}
