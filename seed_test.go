package nfstream_test

import (
	"encoding/csv"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/corpus"
)

// The notebook kept times as 64-bit floats in milliseconds since 1970, which leaves them this much apart, and printed
// six places.
const seedMillis = 0.0006

// seedSkips are the columns that the notebook got wrong (vlan_id, src2dst_duration_ms, src2dst_stdev_piat_ms, which has a
// test of its own) or rounded away (the times).
func seedSkips(column string) bool {
	switch column {
	case "vlan_id", "src2dst_duration_ms", "src2dst_stdev_piat_ms":
		return true
	}
	return strings.HasSuffix(column, "_seen_ms")
}

type seedCell struct{ srcIP, srcPort, column string }

// seedLacks is what the notebook lacks of servers' hellos and certificates: of some whose segments came out of order, and
// of Fizz, Facebook's TLS 1.3; and the system in a user agent that is not a browser's.
var seedLacks = map[seedCell]string{
	{"172.31.3.224", "42835", "j3a_server"}:   "9aeeb84942a46257594025306635f0ff",
	{"172.31.3.224", "42835", "server_info"}:  "www.google.com",
	{"192.168.0.103", "58052", "client_info"}: "Android",
	{"192.168.2.17", "49357", "j3a_server"}:   "fcb2d4d0991292272fcb1e464eedfd43",
	{"192.168.2.17", "49358", "j3a_server"}:   "fcb2d4d0991292272fcb1e464eedfd43",
}

func TestSeedRows(t *testing.T) {
	corpus.Whole(t, "all of the catalogue")
	for seed, capture := range map[string]string{
		"instagram": "nfs-instagram.pcap", "instagram_statistics": "nfs-instagram.pcap",
		"instagram_statistics_ratio": "nfs-instagram.pcap", "instagram_port_443": "nfs-instagram.pcap",
		"instagram_plugins": "nfs-instagram.pcap", "google_ssl_plugin": "google_ssl.pcap",
	} {
		t.Run(seed, func(t *testing.T) {
			want := readTSV(t, corpus.Reference(t, "seed/"+seed+".tsv"))
			got := rowsByID(t, corpus.Pcap(t, capture), nfstream.Config{Statistics: true})
			require.NotEmpty(t, want)
			for _, w := range want {
				g := got[w["id"]]
				require.NotNil(t, g, "flow %s", w["id"])
				compareSeedRow(t, w, g)
			}
		})
	}
}

func compareSeedRow(t *testing.T, want, got map[string]string) {
	compared := 0
	for column, w := range want {
		g, ok := got[column]
		if !ok || seedSkips(column) {
			continue // a plug-in's column, which has its own test
		}
		compared++
		wantNumber, err := strconv.ParseFloat(w, 64)
		if better := seedLacks[seedCell{want["src_ip"], want["src_port"], column}]; better != "" && w == "" {
			require.Equal(t, better, g, "flow %s, %s", want["id"], column)
			continue
		}
		if begin, cut := strings.CutSuffix(w, "..."); cut { // by the notebook
			g = g[:min(len(begin), len(g))] + "..."
		}
		if err != nil {
			require.Equal(t, w, g, "flow %s, %s", want["id"], column)
			continue
		}
		gotNumber, err := strconv.ParseFloat(g, 64)
		require.NoError(t, err, column)
		if strings.Contains(column, "stdev_piat") && wantNumber == -1 && gotNumber == 0 {
			continue // of one sample
		}
		if column == "dst2src_max_piat_ms" && gotNumber > wantNumber {
			continue // see TestSeedFlaws
		}
		assert.InDelta(t, wantNumber, gotNumber, seedMillis, "flow %s, %s", want["id"], column)
	}
	require.GreaterOrEqual(t, compared, 27)
}

// Two of the notebook's statistics are not what their names say. Its src2dst_stdev_piat_ms was brought up to date by
// packets from the destination only, so that it lacks the intervals after the last of them. And its dst2src_max_piat_ms
// is, in three long flows, that direction's last interval, though the capture holds a longer one (10.1 s in flow 32),
// which nfstream 6.5 reports too. The test computes what the notebook did.
func TestSeedFlaws(t *testing.T) {
	cfg := nfstream.Config{Statistics: true, Plugins: []nfstream.Plugin{seedFlaws{}}}
	got := rowsByID(t, corpus.Pcap(t, "nfs-instagram.pcap"), cfg)
	number := func(s string) float64 {
		v, err := strconv.ParseFloat(s, 64)
		require.NoError(t, err)
		return v
	}
	wrong := 0
	for _, seed := range []string{"instagram_statistics", "instagram_port_443"} {
		for _, w := range readTSV(t, corpus.Reference(t, "seed/"+seed+".tsv")) {
			g := got[w["id"]]
			require.InDelta(t, number(w["src2dst_stdev_piat_ms"]), number(g["lagging_stdev"]), seedMillis,
				"flow %s", w["id"])
			if want := number(w["dst2src_max_piat_ms"]); want < number(g["dst2src_max_piat_ms"])-seedMillis {
				require.InDelta(t, want, number(g["last_piat"]), seedMillis, "flow %s", w["id"])
				wrong++
			}
		}
	}
	require.Equal(t, 3, wrong)
}

type seedFlaws struct{}

func (seedFlaws) Columns() []nfstream.Column {
	return []nfstream.Column{
		{Name: "lagging_stdev", Type: nfstream.Float},
		{Name: "last_piat", Type: nfstream.Millis},
		{Name: "last_back", Type: nfstream.Millis, Volatile: true},
	}
}

func (seedFlaws) Open(s *nfstream.Schema) (nfstream.Hooks, error) {
	lagging, last, lastBack := s.Float("lagging_stdev"), s.Int("last_piat"), s.Int("last_back")
	return nfstream.Hooks{
		Init: func(_ *nfstream.Packet, f *nfstream.Flow) { lagging.Set(f, -1) },
		Update: func(p *nfstream.Packet, f *nfstream.Flow) {
			if p.Direction == flow.DstToSrc {
				sent, _ := f.Statistics(flow.SrcToDst)
				lagging.Set(f, sent.Intervals().Stdev())
				last.Set(f, p.Time-lastBack.Get(f))
				lastBack.Set(f, p.Time)
			}
		},
	}, nil
}

// The notebook's two ratios are of columns that are there.
func TestSeedRatios(t *testing.T) {
	got := rowsByID(t, corpus.Pcap(t, "nfs-instagram.pcap"), nfstream.Config{})
	for _, w := range readTSV(t, corpus.Reference(t, "seed/instagram_statistics_ratio.tsv")) {
		for _, d := range []string{"src2dst", "dst2src"} {
			all, err := strconv.ParseFloat(got[w["id"]]["bidirectional_raw_bytes"], 64)
			require.NoError(t, err)
			part, err := strconv.ParseFloat(got[w["id"]][d+"_raw_bytes"], 64)
			require.NoError(t, err)
			ratio, err := strconv.ParseFloat(w[d+"_raw_bytes_data_ratio"], 64)
			require.NoError(t, err)
			require.InDelta(t, ratio, part/all, 1e-6)
		}
	}
}

func readTSV(t *testing.T, path string) []map[string]string {
	t.Helper()
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma = '\t'
	records, err := r.ReadAll()
	require.NoError(t, err)
	return asMaps(records)
}

// asMaps makes maps by column name of records whose first is the header.
func asMaps(records [][]string) []map[string]string {
	var rows []map[string]string
	for _, r := range records[1:] {
		row := map[string]string{}
		for i, name := range records[0] {
			row[name] = r[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// rowsOf meters a capture and returns its rows in order, by column name.
func rowsOf(t *testing.T, path string, cfg nfstream.Config) []map[string]string {
	t.Helper()
	s, err := nfstream.Open(path, cfg)
	require.NoError(t, err)
	return rowsFrom(t, s)
}

func rowsFrom(t *testing.T, s *nfstream.Streamer) (rows []map[string]string) {
	t.Helper()
	for f, err := range s.Flows(t.Context()) {
		require.NoError(t, err)
		row := map[string]string{}
		for _, c := range s.Columns() {
			row[c.Name] = c.Text(f)
		}
		rows = append(rows, row)
	}
	return rows
}

func rowsByID(t *testing.T, path string, cfg nfstream.Config) map[string]map[string]string {
	t.Helper()
	rows := map[string]map[string]string{}
	for _, r := range rowsOf(t, path, cfg) {
		rows[r["id"]] = r
	}
	return rows
}
