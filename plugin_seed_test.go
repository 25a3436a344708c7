package nfstream_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/plugins/count"
	"github.com/nfstream/nfstream-go/plugins/slicer"
)

// nfstream 6.5's own tests expect these numbers of its slicer.
func TestSlicerAsInNFStream6(t *testing.T) {
	path := corpus.Pcap(t, "google_ssl.pcap")
	for packets, flows := range map[int]int{1: 28, 4: 7} {
		rows := rowsOf(t, path, nfstream.Config{Plugins: []nfstream.Plugin{slicer.New(packets)}})
		require.Len(t, rows, flows)
		for _, r := range rows {
			require.Equal(t, strconv.Itoa(slicer.Expiration), r["expiration_id"])
		}
	}
}

func TestSeedPacketsOfSize(t *testing.T) {
	want := readTSV(t, corpus.Reference(t, "seed/google_ssl_plugin.tsv"))
	rows := rowsOf(t, corpus.Pcap(t, "google_ssl.pcap"), nfstream.Config{Plugins: []nfstream.Plugin{packetsOfSize(40)}})
	require.Len(t, rows, len(want))
	require.Equal(t, want[0]["packet_with_40_ip_size"], rows[0]["packet_with_40_ip_size"])
}

// The first plug-in of the notebook without code, beside the same in code: over its captures, and against its rows.
func TestSeedPacketsOfSizeByExpression(t *testing.T) {
	corpus.Whole(t, "expressions")
	both := nfstream.Config{Plugins: []nfstream.Plugin{packetsOfSize(40), count.New("by_expression", "ip[2:2]=40")}}
	for _, capture := range []string{"google_ssl.pcap", "nfs-instagram.pcap"} {
		for _, r := range rowsOf(t, corpus.Pcap(t, capture), both) {
			require.Equal(t, r["packet_with_40_ip_size"], r["by_expression"], "%s: flow %s", capture, r["id"])
		}
	}
	want := readTSV(t, corpus.Reference(t, "seed/google_ssl_plugin.tsv"))
	rows := rowsOf(t, corpus.Pcap(t, "google_ssl.pcap"),
		nfstream.Config{Plugins: []nfstream.Plugin{count.New("packet_with_40_ip_size", "ip[2:2]=40")}})
	require.Len(t, rows, len(want))
	for i, w := range want {
		require.Equal(t, w["packet_with_40_ip_size"], rows[i]["packet_with_40_ip_size"])
	}
}

func TestSeedMaximumInterArrival(t *testing.T) {
	cfg := nfstream.Config{Plugins: []nfstream.Plugin{interArrival{}, maximumInterArrival{}}}
	got := rowsByID(t, corpus.Pcap(t, "nfs-instagram.pcap"), cfg)
	want := readTSV(t, corpus.Reference(t, "seed/instagram_plugins.tsv"))
	require.NotEmpty(t, want)
	for _, w := range want {
		require.Contains(t, got, w["id"])
		a, err := strconv.ParseFloat(w["maximum_iat_ms"], 64)
		require.NoError(t, err)
		b, err := strconv.ParseFloat(got[w["id"]]["maximum_iat_ms"], 64)
		require.NoError(t, err)
		require.InDelta(t, a, b, seedMillis, "flow %s", w["id"])
	}
}
