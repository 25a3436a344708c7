package nfstream_test

import (
	"bytes"
	encodingcsv "encoding/csv"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/sink/csv"
)

var update = flag.Bool("update", false, "write the golden rows anew")

// The rows of the repository's own captures are those under testdata/golden, byte for byte.
func TestGolden(t *testing.T) {
	corpus.Whole(t, "all of the catalogue")
	captures := corpus.Own(t)
	require.NotEmpty(t, captures)
	for _, path := range captures {
		t.Run(filepath.Base(path), func(t *testing.T) {
			got := goldenRows(t, path)
			golden := filepath.Join("testdata", "golden", filepath.Base(path)+".csv")
			if *update {
				require.NoError(t, os.MkdirAll(filepath.Dir(golden), 0o755))
				require.NoError(t, os.WriteFile(golden, got, 0o644))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err, "make golden writes it")
			requireSameRows(t, want, got)
		})
	}
}

// requireSameRows fails with the cells of the first row that differs.
func requireSameRows(t *testing.T, want, got []byte) {
	if bytes.Equal(want, got) {
		return
	}
	w, g := readCSV(t, want), readCSV(t, got)
	require.Equal(t, len(w), len(g), "rows")
	for i := range w {
		for column, cell := range w[i] {
			require.Equal(t, cell, g[i][column], "flow %s, %s", w[i]["id"], column)
		}
	}
	t.Fatal("the same cells in other bytes, or other columns")
}

func readCSV(t *testing.T, text []byte) []map[string]string {
	records, err := encodingcsv.NewReader(bytes.NewReader(text)).ReadAll()
	require.NoError(t, err)
	return asMaps(records)
}

func goldenRows(t *testing.T, path string) []byte {
	s, err := nfstream.Open(path, nfstream.Config{Statistics: true, SPLT: 5, Fields: []string{"all"}})
	require.NoError(t, err)
	var out bytes.Buffer
	if err := s.Run(t.Context(), csv.NewWriter(&out, s.Columns())); err != nil {
		require.ErrorIs(t, err, nfstream.ErrTruncated)
		require.Equal(t, "web-cut.pcap", filepath.Base(path))
	}
	return out.Bytes()
}

// However a capture is stored, its rows are the same.
func TestCompressionMakesNoDifference(t *testing.T) {
	corpus.Whole(t, "zstd")
	plain := goldenRows(t, "testdata/web.pcap")
	requireSameRows(t, plain, goldenRows(t, "testdata/web.pcap.gz"))
	requireSameRows(t, plain, goldenRows(t, "testdata/web.pcap.zst"))
}

// Each capture of a tunnel shows the flows within, and with DecodeTunnels off those of the tunnel's ends.
func TestTunnelsOfTheCaptures(t *testing.T) {
	for capture, tunnel := range map[string]string{
		"gtp.pcap": "1", "l2tp.pcap": "4", "vxlan.pcap": "5", "gre.pcap": "6", "gretap.pcap": "6", "gretap-key.pcap": "6",
		"erspan.pcap": "6", "erspan3.pcap": "6", "geneve.pcap": "7", "geneve6.pcap": "7", "ipip.pcap": "8", "sit.pcap": "8",
		"ip6tnl.pcap": "8", "srv6.pcap": "8",
	} {
		inside := func(s nfstream.Switch) (n int) {
			cfg := nfstream.Config{DecodeTunnels: s, Fields: []string{"default", "link"}}
			for _, r := range rowsOf(t, "testdata/"+capture, cfg) {
				if r["tunnel_id"] == tunnel {
					require.NotContains(t, []string{"4", "41", "47"}, r["protocol"], capture)
					n++
				} else {
					require.Equal(t, "0", r["tunnel_id"], capture)
				}
			}
			return n
		}
		require.GreaterOrEqual(t, inside(nfstream.Default), 2, capture)
		require.Zero(t, inside(nfstream.Off), capture)
	}
}
