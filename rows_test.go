package nfstream_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/record"
	"github.com/nfstream/nfstream-go/sink/csv"
	"github.com/nfstream/nfstream-go/sink/json"
)

// oneFlow returns a flow that was seen at some times in nanoseconds, each in a direction.
func oneFlow(times ...int64) *nfstream.Flow {
	f := new(nfstream.Flow)
	r := f.Record(record.Access{})
	*r = record.Record{Core: &record.Core{}, Stats: &record.Stats{}, Cut: &record.CutIntervals{}, SPLT: make([]record.Split, len(times))}
	for i, t := range times {
		p := &nfstream.Packet{Time: t, WireLength: 60, IPLength: 46}
		if i == 0 {
			r.Start(p, 0, t)
		}
		r.Stats.Count(r.Core, p)
		r.Cut.Count(r.Core, p)
		record.CountSplit(r.SPLT, r.Core, p, nfstream.AccountRaw)
		r.Count(p, uint64(i), t)
	}
	return f
}

// columnsOf returns the columns of a configuration, by name.
func columnsOf(t *testing.T, c nfstream.Config) map[string]*nfstream.Column {
	t.Helper()
	s, err := nfstream.New(&replay{}, c)
	require.NoError(t, err)
	byName := map[string]*nfstream.Column{}
	for _, col := range s.Columns() {
		byName[col.Name] = col
	}
	require.NoError(t, s.Close())
	return byName
}

func TestTimeFormats(t *testing.T) {
	const first, last = 1436721000123456789, 1436721001000000001
	f := oneFlow(first, last)
	for format, want := range map[nfstream.TimeFormat][3]string{
		nfstream.TimeMillis: {"1436721000123.456789", "1436721001000.000001", "0.0"},
		nfstream.TimeNanos:  {"1436721000123456789", "1436721001000000001", "0"},
		nfstream.TimeISO:    {"2015-07-12T17:10:00.123456789Z", "2015-07-12T17:10:01.000000001Z", ""},
	} {
		c := columnsOf(t, nfstream.Config{TimeFormat: format})
		require.Equal(t, want[0], c["src2dst_first_seen_ms"].Text(f))
		require.Equal(t, want[1], c["bidirectional_last_seen_ms"].Text(f))
		require.Equal(t, want[2], c["dst2src_first_seen_ms"].Text(f))
		require.Equal(t, int64(first), c["src2dst_first_seen_ms"].Int(f))
		require.Equal(t, "876.543212", c["bidirectional_duration_ms"].Text(f))
	}
	c := columnsOf(t, nfstream.Config{TimeFormat: nfstream.TimeISO})
	for ns, want := range map[int64]string{-1: "1969-12-31T23:59:59.999999999Z", 0: "1970-01-01T00:00:00.000000000Z",
		1<<63 - 1: "2262-04-11T23:47:16.854775807Z", -1 << 63: "1677-09-21T00:12:43.145224192Z"} {
		require.Equal(t, want, c["src2dst_first_seen_ms"].Text(oneFlow(ns)))
		require.Equal(t, want, time.Unix(0, ns).UTC().Format("2006-01-02T15:04:05.000000000Z07:00"))
	}
	c = columnsOf(t, nfstream.Config{TimeFormat: nfstream.TimeNanos, Fields: []string{"nfstream6"}})
	require.Equal(t, fmt.Sprint(int64(first)), c["src2dst_first_seen_ms"].Text(f))
	_, err := nfstream.New(&replay{}, nfstream.Config{TimeFormat: 3})
	require.ErrorContains(t, err, "TimeFormat is 3: want")
}

func TestNull(t *testing.T) {
	f := oneFlow(-1e6) // the time that reads -1.0
	names := []string{"id", "bidirectional_first_seen_ms", "dst2src_first_seen_ms", "dst2src_duration_ms", "src2dst_mean_piat_ms",
		"src2dst_stdev_ip_ps", "j3a_client", "http_status", "dns_reply_code", "tls_not_before", "splt_ps", "vlan_id", "src_port",
		"expiration_id", "as_number"}
	r := f.Record(record.Access{})
	r.Expiration, r.SPLT = -1, make([]record.Split, 1)
	for null, want := range map[string]string{
		"":             `0,-1.0,0.0,-1.0,-1.0,0.0,,0,0,,[-1],0,0,-1,0`,
		"NULL":         `0,-1.0,NULL,NULL,NULL,0.0,NULL,NULL,NULL,NULL,[-1],0,0,-1,NULL`,
		nfstream.Empty: `0,-1.0,,,,0.0,,,,,[-1],0,0,-1,`,
	} {
		config := nfstream.Config{Statistics: true, SPLT: 1, Fields: names, Null: null}
		s, err := nfstream.New(&replay{}, config)
		require.NoError(t, err)
		var rows, objects bytes.Buffer
		table, lines := csv.NewWriter(&rows, s.Columns()), json.NewWriter(&objects, s.Columns())
		require.NoError(t, table.Write(f))
		require.NoError(t, lines.Write(f))
		require.NoError(t, table.Flush())
		require.NoError(t, lines.Flush())
		require.Equal(t, strings.Join(names, ",")+"\n"+want+"\n", rows.String())
		object := objects.String()
		if null == "" {
			require.Contains(t, object, `"tls_not_before":""`)
			require.Contains(t, object, `"dst2src_duration_ms":-1.0,"src2dst_mean_piat_ms":-1.0,`)
			require.Contains(t, object, `"j3a_client":""`)
		} else {
			require.Contains(t, object, `"dst2src_first_seen_ms":null,"dst2src_duration_ms":null,"src2dst_mean_piat_ms":null,`)
			require.Contains(t, object, `"j3a_client":null,"http_status":null,"dns_reply_code":null,"tls_not_before":null`)
		}
	}
	for _, bad := range []string{"a,b", `"`, "\n", "\xff"} {
		_, err := nfstream.New(&replay{}, nfstream.Config{Null: bad})
		require.ErrorContains(t, err, "Null is")
	}
}

// The intervals of nfstream 6 are differences of times that are cut to whole milliseconds, downwards before 1970 too.
func TestIntervalsOfNfstream6(t *testing.T) {
	c := columnsOf(t, nfstream.Config{Statistics: true, SPLT: 4, Fields: []string{"nfstream6"}})
	f := oneFlow(1_999_999, 2_000_000, 3_999_999, 3_500_000) // the last one is late
	require.Equal(t, "[0, 1, 1, 0]", c["splt_piat_ms"].Text(f))
	require.Equal(t, "0", c["bidirectional_min_piat_ms"].Text(f))
	require.Equal(t, "1", c["src2dst_max_piat_ms"].Text(f))
	require.Equal(t, "0.6666666666666666", c["src2dst_mean_piat_ms"].Text(f))
	require.Equal(t, "0.5773502691896257", c["bidirectional_stddev_piat_ms"].Text(f))
	require.Equal(t, "2", c["bidirectional_duration_ms"].Text(f))
	f = oneFlow(-1, 0)
	require.Equal(t, "-1", c["bidirectional_first_seen_ms"].Text(f))
	require.Equal(t, "1", c["bidirectional_duration_ms"].Text(f))
	require.Equal(t, "1", c["bidirectional_max_piat_ms"].Text(f))
	require.Equal(t, "-1", c["src2dst_first_seen_ms"].Text(oneFlow(-1_000_000)))
	require.Equal(t, "-2", c["src2dst_first_seen_ms"].Text(oneFlow(-1_000_001)))
}

// Every number that is none of an integer has a point, whatever the flow.
func TestNumbersHaveAPoint(t *testing.T) {
	for _, f := range []*nfstream.Flow{oneFlow(0), oneFlow(-1e6, 100e6), oneFlow(1e18, 1e18+1, 1e18+101e6)} {
		for name, c := range columnsOf(t, nfstream.Config{Statistics: true, SPLT: 3, Fields: []string{"default", "splt"}}) {
			switch c.Type {
			case nfstream.Millis, nfstream.Float:
				require.Contains(t, c.Text(f), ".", name)
			case nfstream.FloatList:
				for _, e := range strings.Split(strings.Trim(c.Text(f), "[]"), ",") {
					require.Contains(t, e, ".", name)
				}
			case nfstream.Int, nfstream.IntList:
				require.NotContains(t, c.Text(f), ".", name)
			}
		}
	}
}

func TestUnits(t *testing.T) {
	c := columnsOf(t, nfstream.Config{Statistics: true, Fields: []string{"all"}})
	for name, want := range map[string]string{"id": "", "src2dst_packets": "packets", "bidirectional_ip_bytes": "bytes",
		"src2dst_mean_raw_ps": "bytes", "dst2src_max_piat_ms": "ms", "bidirectional_first_seen_ms": "ms", "splt_ps": "bytes",
		"splt_piat_ms": "ms", "application_name": "", "missed_packets": "packets"} {
		require.Equal(t, want, c[name].Unit, name)
	}
}
