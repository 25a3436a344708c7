package column_test

import (
	"math"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/record"
	"github.com/nfstream/nfstream-go/internal/rows"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// captures returns the captures of testdata.
func captures(t *testing.T) []string {
	t.Helper()
	var found []string
	for _, pattern := range []string{"*.pcap", "*.pcapng", "*.cap"} {
		paths, err := filepath.Glob(filepath.Join("..", "testdata", pattern))
		require.NoError(t, err)
		found = append(found, paths...)
	}
	require.NotEmpty(t, found)
	return found
}

// setups are the ways of showing values that typed ones must not depend on.
func setups() map[string]nfstream.Config {
	setups := map[string]nfstream.Config{}
	for name, format := range map[string]nfstream.TimeFormat{"ms": nfstream.TimeMillis, "ns": nfstream.TimeNanos, "iso": nfstream.TimeISO} {
		for _, null := range []string{"", "(none)"} {
			setups[name+null] = nfstream.Config{TimeFormat: format, Null: null, Statistics: true, SPLT: 4,
				Fields: []string{"all", "nfstream6"}, Passwords: true}
		}
	}
	return setups
}

// Every value of every capture is what the column declares.
func TestTypedValues(t *testing.T) {
	if testing.Short() {
		t.Skip("reads all captures six times")
	}
	seen := map[string]bool{}
	for name, config := range setups() {
		t.Run(name, func(t *testing.T) {
			for _, path := range captures(t) {
				s, err := nfstream.Open(path, config)
				require.NoError(t, err)
				for f, err := range s.Flows(t.Context()) {
					if err != nil {
						break // a capture that is damaged on purpose
					}
					for _, c := range s.Columns() {
						checkTyped(t, c, f, config)
						seen[c.Name] = seen[c.Name] || !c.Absent(f)
					}
				}
			}
		})
	}
	missing := 0
	for _, observed := range seen {
		if !observed {
			missing++
		}
	}
	t.Logf("%d columns, %d of them without a value in any capture", len(seen), missing)
}

func checkTyped(t *testing.T, c *column.Column, f *flow.Flow, config nfstream.Config) {
	t.Helper()
	text := c.Text(f)
	absent := c.Absent(f)
	if config.Null != "" {
		require.Equal(t, text == config.Null, absent, "%s: %s", c.Name, text)
	}
	switch {
	case absent && config.Null == "":
		require.Contains(t, []string{"", "-1", "-1.0", "0", "0.0", "[]"}, text, c.Name)
	case absent:
	case c.Moment():
		checkMoment(t, c, f, text)
	case c.Type == nfstream.Millis:
		require.Equal(t, string(column.AppendMillis(nil, c.Nanos(f))), text, c.Name)
	case c.Type == nfstream.Int:
		require.True(t, c.Width().Fits(c.Int(f)), "%s: %d is no %s", c.Name, c.Int(f), c.Width())
	case c.Type == nfstream.IntList:
		for _, v := range c.Ints(nil, f) {
			require.True(t, c.Width().Fits(v), "%s: %d is no %s", c.Name, v, c.Width())
		}
	case c.TextList():
		require.Equal(t, text, joined(c, f), c.Name)
	}
}

// checkMoment compares the text of a point in time with its nanoseconds.
func checkMoment(t *testing.T, c *column.Column, f *flow.Flow, text string) {
	t.Helper()
	ns := c.Nanos(f)
	moment := time.Unix(0, ns).UTC()
	switch {
	case c.Resolution() == time.Second:
		moment = time.Unix(c.Seconds(f), 0).UTC()
		require.Equal(t, text, moment.Format(time.DateTime), c.Name)
	case c.Type == nfstream.Time:
		require.Equal(t, text, moment.Format("2006-01-02T15:04:05.000000000Z"), c.Name)
	case c.Type == nfstream.Int:
		require.Equal(t, text, strconv.FormatInt(ns, 10), c.Name)
	default:
		require.Equal(t, text, string(column.AppendMillis(nil, ns)), c.Name)
	}
	require.Equal(t, moment.Unix(), c.Seconds(f), c.Name)
}

// joined is the text of a list: commas between the elements, or semicolons, for which commas stand in the elements.
func joined(c *column.Column, f *flow.Flow) string {
	texts, between := c.Texts([]string{"kept"}, f)[1:], ","
	if c.Group == "risks" {
		between = ";"
		for i := range texts {
			texts[i] = strings.ReplaceAll(texts[i], ";", ",")
		}
	}
	for i := range texts {
		texts[i] = string(rows.Clean([]byte(texts[i]), 0))
	}
	return strings.Join(texts, between)
}

// columnsOf returns the columns of a configuration by their names.
func columnsOf(t *testing.T, config nfstream.Config) map[string]*column.Column {
	t.Helper()
	s, err := nfstream.Open(filepath.Join("..", "testdata", "tls.pcap"), config)
	require.NoError(t, err)
	t.Cleanup(func() { _ = s.Close() })
	byName := map[string]*column.Column{}
	for _, c := range s.Columns() {
		byName[c.Name] = c
	}
	return byName
}

// Every column of integers that is built in declares its type.
func TestIntegersDeclareTheirType(t *testing.T) {
	for _, fields := range []string{"all", "nfstream6"} {
		for name, c := range columnsOf(t, nfstream.Config{Statistics: true, SPLT: 1, Fields: []string{fields}}) {
			if c.Type != nfstream.Int && c.Type != nfstream.IntList {
				require.Zero(t, c.Integer, name)
				continue
			}
			w := c.Width()
			require.Contains(t, []uint8{8, 16, 32, 64}, w.Bits, name)
			require.False(t, w.Bits == 64 && w.Unsigned, name)
			if c.Integer.Bits == 0 {
				require.Contains(t, []string{"http_content_length", "quic_idle_timeout_ms", "quic_max_data"}, name,
					"declare its type: Unsigned, or a Width")
			}
		}
	}
}

func TestWidths(t *testing.T) {
	all := columnsOf(t, nfstream.Config{Statistics: true, SPLT: 1, Fields: []string{"all"}})
	for name, want := range map[string]string{"src_port": "uint16", "protocol": "uint8", "vlan_id": "uint16", "id": "int64",
		"bidirectional_packets": "int64", "expiration_id": "int32", "as_number": "uint32", "splt_direction": "int8",
		"dns_response_ttls": "uint32", "http_status": "uint16", "bgp_as": "uint32", "tls_cert_days": "uint32"} {
		require.Equal(t, want, all[name].Width().String(), name)
	}
	for name, want := range map[string]bool{"application_name": true, "category_name": true, "end_reason": true,
		"http_method": true, "smb_dialect": true, "src_ip": false, "requested_server_name": false, "id": false} {
		require.Equal(t, want, all[name].Repeats(), name)
	}
	for name, want := range map[string]bool{"risks": true, "risk_details": true, "tls_server_names": true,
		"tls_alpn_offered": true, "sip_codecs": true, "dns_response_names": true, "tls_version": false, "src_ip": false} {
		require.Equal(t, want, all[name].TextList(), name)
	}
	for _, w := range []struct {
		width       column.Width
		least, most int64
	}{
		{column.Width{Bits: 8, Unsigned: true}, 0, 255}, {column.Width{Bits: 16, Unsigned: true}, 0, 65535},
		{column.Width{Bits: 32, Unsigned: true}, 0, math.MaxUint32}, {column.Width{Bits: 8}, -128, 127},
		{column.Width{Bits: 32}, math.MinInt32, math.MaxInt32},
	} {
		require.True(t, w.width.Fits(w.least) && w.width.Fits(w.most), "%s", w.width)
		require.False(t, w.width.Fits(w.least-1) || w.width.Fits(w.most+1), "%s", w.width)
	}
	require.True(t, column.Width{}.Fits(math.MinInt64))
	require.Equal(t, "int64", column.Width{}.String())
}

// Points in time are the same whatever form rows give them, and nfstream6 keeps its integers.
func TestMoments(t *testing.T) {
	for name, config := range setups() {
		config.Fields = []string{"all"}
		all := columnsOf(t, config)
		for column, want := range map[string]bool{"bidirectional_first_seen_ms": true, "dst2src_last_seen_ms": true,
			"tls_not_after": true, "bidirectional_duration_ms": false, "src2dst_rtp_jitter_ms": false, "id": false} {
			require.Equal(t, want, all[column].Moment(), "%s of %s", column, name)
		}
		config.Fields = []string{"nfstream6"}
		six := columnsOf(t, config)["bidirectional_first_seen_ms"]
		require.Equal(t, config.TimeFormat != nfstream.TimeMillis, six.Moment(), name)
	}
	all := columnsOf(t, nfstream.Config{Fields: []string{"all"}})
	for _, name := range []string{"id", "application_name", "splt_ps"} {
		require.Panics(t, func() { all[name].Nanos(new(flow.Flow)) }, name)
	}
	require.Panics(t, func() { all["tls_not_after"].Int(new(flow.Flow)) })
}

// Dates of certificates that nanoseconds cannot hold are whole as seconds.
func TestDatesBeyondNanoseconds(t *testing.T) {
	c := columnsOf(t, nfstream.Config{Fields: []string{"tls_not_after"}})["tls_not_after"]
	for _, date := range []string{"9999-12-31T23:59:59Z", "0001-02-03T04:05:06Z", "1950-01-01T00:00:00Z"} {
		at, err := time.Parse(time.RFC3339, date)
		require.NoError(t, err)
		f := shown(&metadata.Set{Certificate: &metadata.Certificate{NotAfter: at}})
		require.False(t, c.Absent(f))
		require.Equal(t, at.Unix(), c.Seconds(f))
		require.Equal(t, at.Year() > 1970, c.Nanos(f) > 0, "it does not wrap around")
		require.Equal(t, at.Format(time.DateTime), c.Text(f))
	}
	require.True(t, c.Absent(shown(&metadata.Set{})))
	require.True(t, c.Absent(shown(&metadata.Set{Certificate: &metadata.Certificate{}})))
}

// shown returns a flow with metadata alone.
func shown(m *metadata.Set) *flow.Flow {
	f := new(flow.Flow)
	r := f.Record(record.Access{})
	*r = record.Record{Core: &record.Core{}}
	f.Show(r.Core, f.Label(), m, nil, nil)
	return f
}

// A plug-in's columns are of int64 unless they declare otherwise, and a Time of 0 is none.
func TestBoundColumns(t *testing.T) {
	value := int64(0)
	get := func(*flow.Flow) int64 { return value }
	plain, port := column.Column{Name: "plain"}, column.Column{Name: "port", Integer: column.Width{Bits: 16, Unsigned: true}}
	at, span := column.Column{Name: "at", Type: column.Time}, column.Column{Name: "span", Type: column.Millis}
	for _, c := range []*column.Column{&plain, &port, &at, &span} {
		column.BindInt(c, get)
	}
	require.Equal(t, "int64", plain.Width().String())
	require.Equal(t, "uint16", port.Width().String())
	require.True(t, at.Moment() && at.Absent(nil))
	require.False(t, span.Moment() || span.Absent(nil) || plain.Absent(nil))
	value = -1
	require.True(t, plain.Absent(nil), "as Config.Null has it")
	value = -1500
	require.EqualValues(t, -1500, at.Nanos(nil))
	require.EqualValues(t, -1, at.Seconds(nil))
	require.EqualValues(t, -1500, span.Nanos(nil))
	names := column.Column{Name: "class", Type: column.Text, Categorical: true}
	column.BindText(&names, func(*flow.Flow) string { return "" })
	require.True(t, names.Repeats() && names.Absent(nil))
	require.False(t, names.TextList())
	require.Panics(t, func() { names.Texts(nil, nil) })
}
