package quic_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/quic"
	"github.com/nfstream/nfstream-go/packet"
)

// inspect returns what the engine says of a capture's first flow.
func inspect(t *testing.T, capture string) (f l7.Flow, labels *l7.Labels) {
	t.Helper()
	order, flows := l7test.Flows(t, corpus.Pcap(t, capture))
	engine := l7.NewEngine(l7.Compile(quic.Protos()), l7.Limits{UDP: 16})
	client, server := flows[order[0]], flows[order[0].Reverse()]
	key := flowkey.Key{Proto: 17, PortA: order[0].Src.Port(), PortB: order[0].Dst.Port()}
	for i := range max(len(client), len(server)) {
		for dir, list := range [2][]l7test.Segment{client, server} {
			if i >= len(list) || len(list[i].Data) == 0 || f.Decided() {
				continue
			}
			p := packet.Packet{Data: list[i].Data, End: uint32(len(list[i].Data)), Key: key,
				Direction: uint8(dir), Reverse: dir == 1}
			engine.Step(&f, &labels, &p, l7.Origin{})
		}
	}
	engine.End(&f, &labels, &key)
	return f, labels
}

func TestCaptures(t *testing.T) {
	for capture, version := range map[string]string{"quic_q46_b.pcap": "Q046", "quic-34.pcap": "Draft-34",
		"quic-v2.pcapng": "V-2", "quic_t51.pcap": "T051", "quic_q39.pcap": "Q039"} {
		f, labels := inspect(t, capture)
		require.Equal(t, categories.QUIC, f.Protocol, capture)
		require.Equal(t, l7.ByInspection, f.Confidence, capture)
		require.Equal(t, version, labels.QUIC.Version, capture)
		require.True(t, labels.ServerName != "" || labels.TLS.JA4 != "", capture)
	}
}

func TestCaptureOfServer(t *testing.T) {
	f, labels := inspect(t, "gquic_only_from_server.pcap")
	require.Equal(t, categories.QUIC, f.Protocol)
	require.Equal(t, l7.ByInspection, f.Confidence)
	require.Nil(t, labels)
}

func TestCaptureOfDNS(t *testing.T) {
	f, labels := inspect(t, "doq_adguard.pcapng")
	require.Equal(t, categories.QUIC, f.Protocol)
	require.Equal(t, categories.DoHDoT, f.Application)
	require.Equal(t, "dns.adguard.com", labels.ServerName)
	require.Equal(t, "doq-i00", labels.TLS.ALPNOffered)
}
