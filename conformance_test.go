package nfstream_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/internal/corpus"
)

// clamped is a source as nfstream 6.5 sees it: no packet is older than the one before it.
type clamped struct {
	capture.Source
	latest int64
}

func (c *clamped) Next(ctx context.Context, b *capture.Batch) error {
	err := c.Source.Next(ctx, b)
	for i := range b.Frames {
		// That meter takes times in whole milliseconds, and raises a late one to the latest it has seen.
		c.latest = max(c.latest, b.Frames[i].Time)
		b.Frames[i].Time = c.latest
	}
	return err
}

// explained are the captures in which rows differ for a reason, which docs/architecture.md tells at length.
var explained = map[string]string{
	"4in6tunnel.pcap":                "the reference counts IP in IP as no tunnel; see tunnel_id",
	"anydesk.pcapng":                 "it drops IPv4 packets whose total length is 0 (segmentation offload)",
	"line.pcap":                      "the same",
	"thrift.pcap":                    "the same",
	"capwap.pcap":                    "it takes 802.11 management frames for IP",
	"sctp.cap":                       "it has no ports for SCTP",
	"vxlan.pcap":                     "it does not look into VXLAN",
	"gre.pcapng":                     "it does not look into GRE",
	"teredo.pcap":                    "it does not look into Teredo",
	"ip_fragmented_garbage.pcap":     "it drops fragments after the first",
	"nfs-ip_fragmented_garbage.pcap": "the same",
	"fuzz-2006-06-26-2594.pcap":      "it reads ports out of later fragments",
	"fuzz-2006-09-29-28586.pcap":     "the same, and takes IP headers that contradict themselves",
	"fuzz-2020-02-16-11740.pcap":     "the same",
	"fuzz-2021-10-13.pcap":           "a loopback address family that no system uses",
	"nfs-dhcp_big_endian.pcapng":     "its times lie 150,000 years ahead",
}

// The flows that nfstream 6.5.4 metered are metered alike, but for its treatment of late packets, which is applied to
// the input here, and for the captures whose differences are explained.
func TestMeteringIsThatOfNfstream6(t *testing.T) {
	folder := corpus.Reference(t, "corpus/meter")
	files, err := filepath.Glob(filepath.Join(folder, "*.csv"))
	require.NoError(t, err)
	alike, all, different := 0, 0, 0
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".csv")
		a, n := compareMetering(t, file, corpus.Pcap(t, name))
		if explained[name] != "" {
			different += n - a
			continue
		}
		alike, all = alike+a, all+n
	}
	t.Logf("%d of %d flows metered alike; %d differ in explained captures", alike, all, different)
	require.Greater(t, float64(alike)/float64(all), 0.999)
	require.Less(t, different, 100)
}

func compareMetering(t *testing.T, file, path string) (alike, all int) {
	src, err := capture.Open(path)
	require.NoError(t, err)
	cfg := nfstream6Defaults
	cfg.Statistics, cfg.Dissect, cfg.Workers = true, nfstream.Off, 1
	cfg.Fields = []string{"nfstream6"}
	s, err := nfstream.New(&clamped{Source: src, latest: math.MinInt64}, cfg)
	require.NoError(t, err)
	ours := map[string][]map[string]string{}
	for f, err := range s.Flows(t.Context()) {
		if err != nil {
			break
		}
		row := map[string]string{}
		for _, c := range s.Columns() {
			row[c.Name] = c.Text(f)
		}
		k := flowName(row)
		ours[k] = append(ours[k], row)
	}
	for _, want := range readReference(t, file) {
		all++
		k := flowName(want)
		why := "missing, with that key " + fmt.Sprint(len(ours[k]))
		for _, got := range ours[k] {
			if why = difference(want, got); why == "" {
				alike++
				break
			}
		}
		if why != "" && explained[filepath.Base(path)] == "" {
			t.Logf("%s %s: %s", filepath.Base(path), k, why)
		}
	}
	return alike, all
}

// flowName identifies the flows of one key, whichever end is the source. The reference shows the innermost of several
// VLANs, here it is the outermost, so that is no part of it.
func flowName(row map[string]string) string {
	a, b := row["src_ip"]+"#"+row["src_port"], row["dst_ip"]+"#"+row["dst_port"]
	return strings.Join([]string{min(a, b), max(a, b), row["protocol"]}, " ")
}

// difference names a column in which two rows differ by more than whole milliseconds make of a time.
func difference(want, got map[string]string) string {
	for column, w := range want {
		wantNumber, err := strconv.ParseFloat(w, 64)
		g, ok := got[column]
		if err != nil || !ok || column == "id" || column == "expiration_id" || column == "vlan_id" || column == "tunnel_id" {
			continue
		}
		gotNumber, _ := strconv.ParseFloat(g, 64)
		tolerance := 1e-9 * math.Abs(wantNumber)
		if strings.HasSuffix(column, "_ms") {
			tolerance += 1.5
		}
		if math.Abs(wantNumber-gotNumber) > tolerance {
			return fmt.Sprintf("%s is %s, was %s", column, g, w)
		}
	}
	return ""
}

// readReference reads rows whose free texts, at their end, may hold commas without quotes.
func readReference(t *testing.T, file string) []map[string]string {
	f, err := os.Open(file)
	require.NoError(t, err)
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	head, err := r.Read()
	require.NoError(t, err)
	var rows []map[string]string
	for {
		record, err := r.Read()
		if err != nil {
			return rows
		}
		row := map[string]string{}
		for i := range min(len(head), len(record)) {
			if !strings.HasPrefix(head[i], "application_") {
				row[head[i]] = record[i]
			}
		}
		rows = append(rows, row)
	}
}
