package nfstream_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
)

// Flows with relays are Tor by the consensus of their network: links by ORPort, and plain directory requests by DirPort.
func TestTorByConsensus(t *testing.T) {
	tally := func(consensus ...string) map[string]int {
		names := map[string]int{}
		for _, r := range rowsOf(t, "testdata/tor.pcap", nfstream.Config{TorConsensus: consensus}) {
			names[r["application_name"]]++
		}
		return names
	}
	without := tally()
	for _, document := range []string{"testdata/tor-consensus.txt", "testdata/tor-microdesc-consensus.txt"} {
		with := tally(document)
		t.Log(without, with)
		require.Greater(t, with["HTTP.Tor"], without["HTTP.Tor"], document)
		require.GreaterOrEqual(t, with["TLS.Tor"], without["TLS.Tor"], document)
		require.Less(t, with["HTTP"], without["HTTP"], document)
	}
}

func TestTorConsensusRefusals(t *testing.T) {
	for _, name := range []string{"testdata/README.md", "testdata/no-such-file"} {
		_, err := nfstream.New(&ticks{}, nfstream.Config{TorConsensus: []string{name}})
		require.ErrorIs(t, err, nfstream.ErrConfig)
		require.ErrorContains(t, err, "TorConsensus names "+name)
	}
}
