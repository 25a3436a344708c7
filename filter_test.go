//go:build !tiny

package nfstream_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/packet"
)

func TestFilter(t *testing.T) {
	all := rowsOf(t, "testdata/http.pcap", nfstream.Config{})
	for _, workers := range []int{1, 3} {
		rows := rowsOf(t, "testdata/http.pcap", nfstream.Config{Filter: "tcp port 8081", Workers: workers})
		want := 0
		for _, r := range all {
			if r["src_port"] == "8081" || r["dst_port"] == "8081" {
				want++
			}
		}
		require.NotZero(t, want)
		require.Len(t, rows, want)
	}
	s, err := nfstream.Open("testdata/http.pcap", nfstream.Config{Filter: "not tcp"})
	require.NoError(t, err)
	rowsFrom(t, s)
	stats := s.Stats()
	require.Equal(t, stats.Capture.Received-stats.Capture.Filtered, stats.Frames.Ignored()+stats.Frames[packet.OK])
}

func TestFilterThatDoesNotCompile(t *testing.T) {
	_, err := nfstream.Open("testdata/http.pcap", nfstream.Config{Filter: "tcp port 70000"})
	require.ErrorIs(t, err, nfstream.ErrConfig)
	require.ErrorContains(t, err, `Filter is "tcp port 70000": column 10: `)
	_, err = nfstream.New(&ticks{}, nfstream.Config{Filter: "("})
	require.ErrorIs(t, err, nfstream.ErrConfig)
}
