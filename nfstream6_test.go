package nfstream_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/corpus"
)

// nfstream6Defaults are the timeouts of nfstream 6.
var nfstream6Defaults = nfstream.Config{IdleTimeout: 120 * time.Second, ActiveTimeout: 1800 * time.Second}

func TestZeroTimeoutsEndFlowsAtEveryPacket(t *testing.T) {
	path := corpus.Pcap(t, "google_ssl.pcap")
	require.Len(t, rowsOf(t, path, nfstream.Config{IdleTimeout: nfstream.NoTimeout}), 28)
	rows := rowsOf(t, path, nfstream.Config{ActiveTimeout: nfstream.NoTimeout})
	require.Len(t, rows, 28)
	for i, r := range rows {
		require.Equal(t, "1", r["expiration_id"], "flow %d", i)
	}
}

func TestTunnelID(t *testing.T) {
	rows := rowsOf(t, corpus.Pcap(t, "nfs-gtp-u.pcap"), nfstream.Config{Fields: []string{"default", "link"}})
	require.NotEmpty(t, rows)
	for _, r := range rows {
		require.Equal(t, "1", r["tunnel_id"])
	}
}

func TestSeveralFilesAreOneStream(t *testing.T) {
	var names []string
	for _, part := range []string{"1_5", "6_10", "11_15", "16_19"} {
		names = append(names, corpus.Pcap(t, "nfs-one_flow_"+part+".pcap"))
	}
	s, err := nfstream.OpenAll(names, nfstream.Config{})
	require.NoError(t, err)
	n := 0
	for f, err := range s.Flows(t.Context()) {
		require.NoError(t, err)
		require.EqualValues(t, 19, f.Bidirectional().Packets)
		n++
	}
	require.Equal(t, 1, n)
}

func TestSPLT(t *testing.T) {
	path := corpus.Pcap(t, "google_ssl.pcap")
	for _, c := range []struct {
		fields, comma, piat string
	}{
		{"nfstream6", ", ", "[0, 34, 134, 144, 35]"},
		{"splt", ",", "[0.0,33.732,133.422,144.702,34.411]"},
	} {
		rows := rowsOf(t, path, nfstream.Config{SPLT: 5, Fields: []string{c.fields}})
		require.Len(t, rows, 1)
		require.Equal(t, strings.ReplaceAll("[0,1,0,0,1]", ",", c.comma), rows[0]["splt_direction"])
		require.Equal(t, strings.ReplaceAll("[58,60,54,180,60]", ",", c.comma), rows[0]["splt_ps"])
		require.Equal(t, c.piat, rows[0]["splt_piat_ms"])
	}
}

func TestSPLTIsPadded(t *testing.T) {
	rows := rowsOf(t, corpus.Pcap(t, "google_ssl.pcap"), nfstream.Config{SPLT: 30, Fields: []string{"splt"}})
	require.Contains(t, rows[0]["splt_ps"], ",-1,-1]")
	require.Contains(t, rows[0]["splt_direction"], ",-1,-1]")
	require.Contains(t, rows[0]["splt_piat_ms"], ",-1.0,-1.0]")
}

func TestFlowsOfSkypeAndMaxFlows(t *testing.T) {
	path := corpus.Pcap(t, "nfs-skype.pcap")
	require.Len(t, rowsOf(t, path, nfstream6Defaults), 294)
	for workers := 1; workers <= 3; workers++ {
		cfg := nfstream6Defaults
		cfg.MaxFlows, cfg.Workers, cfg.Fields = 100, workers, []string{"default", "end"}
		rows := rowsOf(t, path, cfg)
		require.Len(t, rows, 100)
		require.Equal(t, "limit", rows[99]["end_reason"])
	}
}

// Of the client nfstream 6.6 shows JA4, of the server JA3S, and of SSH HASSH in capitals.
func TestFingerprintsOfNfstream6(t *testing.T) {
	for name, pair := range map[string][2]string{"tls.pcap": {"ja4_client", "j3a_server"},
		"ssh.pcap": {"hassh_client", "hassh_server"}} {
		path := filepath.Join("testdata", name)
		have := rowsOf(t, path, nfstream.Config{Fields: []string{"default", "tls", "ssh"}})[0]
		six := rowsOf(t, path, nfstream.Config{Fields: []string{"nfstream6"}})[0]
		client, server := have[pair[0]], have[pair[1]]
		if pair[0] == "hassh_client" {
			client, server = strings.ToUpper(client), strings.ToUpper(server)
		}
		require.NotEmpty(t, client)
		require.Equal(t, []string{client, server}, []string{six["client_fingerprint"], six["server_fingerprint"]})
	}
}

// A notebook written for nfstream 6.6 finds the columns it knows, in their order.
func TestNfstream6HasTheColumnsOfNfstream(t *testing.T) {
	text, err := os.ReadFile(corpus.Reference(t, "corpus/meter/google_ssl.pcap.csv"))
	require.NoError(t, err)
	header, _, _ := strings.Cut(string(text), "\n")
	s, err := nfstream.New(&ticks{}, nfstream.Config{Statistics: true, SPLT: 8, Fields: []string{"nfstream6"}})
	require.NoError(t, err)
	var names []string
	for _, c := range s.Columns() {
		names = append(names, c.Name)
	}
	require.Equal(t, strings.Split(strings.TrimSpace(header), ","), names)
}

// The category of a query for a host is that of the host's application, but in the columns of nfstream 6.6.
func TestCategoryOfDNS(t *testing.T) {
	path := corpus.Pcap(t, "nfs-instagram.pcap")
	queries := 0
	cfg := nfstream.Config{Fields: []string{"application_name", "category_name", "nfstream6"}}
	for _, r := range rowsOf(t, path, cfg) {
		if r["application_name"] == "DNS.Instagram" {
			require.Equal(t, "SocialNetwork", r["category_name"])
			require.Equal(t, "Network", r["application_category_name"])
			queries++
		}
	}
	require.NotZero(t, queries)
}
