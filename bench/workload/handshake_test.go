package workload_test

import (
	"bytes"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/bench/workload"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/packet"
)

// rows meters a workload, and counts the flows by the values of some columns.
func rows(t *testing.T, o workload.Options, columns ...string) map[string]int {
	t.Helper()
	var pcap bytes.Buffer
	_, err := workload.Write(&pcap, o)
	require.NoError(t, err)
	src, err := capture.NewReader(&pcap)
	require.NoError(t, err)
	s, err := nfstream.New(src, nfstream.Config{Workers: 1, Fields: columns})
	require.NoError(t, err)
	count := map[string]int{}
	for f, err := range s.Flows(t.Context()) {
		require.NoError(t, err)
		var row []byte
		for i, c := range s.Columns() {
			if i > 0 {
				row = append(row, ' ')
			}
			row = c.AppendText(row, f)
		}
		count[string(row)]++
	}
	return count
}

// TestHandshakesAreRead checks columns that need whole handshakes.
func TestHandshakesAreRead(t *testing.T) {
	o := workload.Options{Name: "churn", Packets: 20_000, Seed: 1}
	got := rows(t, o, "application_name", "tls_version", "tls_issuer")
	require.Greater(t, got["TLS TLSv1.3 "], 300)
	require.Greater(t, got["TLS TLSv1.2 O=Benchmark, CN=Benchmark Issuing CA"], 100)

	o.Name = "mix"
	got = rows(t, o, "application_name", "quic_version", "tls_version")
	require.Greater(t, got["QUIC V-1 TLSv1.3"], 30)
}

// TestTunnelsAreSeen finds every kind of tunnel that the workload has, by the decoder's names.
func TestTunnelsAreSeen(t *testing.T) {
	got := rows(t, workload.Options{Name: "tunnels", Packets: 20_000, Seed: 1}, "tunnel_id")
	for kind, name := range map[uint32]string{packet.TunnelNone: "0", packet.TunnelGTP: "1", packet.TunnelL2TP: "4",
		packet.TunnelVXLAN: "5", packet.TunnelGRE: "6", packet.TunnelGeneve: "7", packet.TunnelIPIP: "8"} {
		require.Equal(t, name, strconv.Itoa(int(kind)))
		require.Greater(t, got[name], 20, name)
	}
}
