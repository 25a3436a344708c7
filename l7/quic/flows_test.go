package quic_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/quic"
	"github.com/nfstream/nfstream-go/l7/tls"
)

// inspect returns what the engine says of a capture's first flow.
func inspect(t *testing.T, capture string) *l7test.Inspected {
	t.Helper()
	return l7test.Inspect(t, corpus.Pcap(t, capture), quic.Protos(), l7.Limits{UDP: 16})[0]
}

func TestCaptures(t *testing.T) {
	for capture, version := range map[string]string{"quic_q46_b.pcap": "Q046", "quic-34.pcap": "Draft-34",
		"quic-v2.pcapng": "V-2", "quic_t51.pcap": "T051", "quic_q39.pcap": "Q039"} {
		f := inspect(t, capture)
		require.Equal(t, categories.QUIC, f.Flow.Protocol, capture)
		require.Equal(t, l7.ByInspection, f.Flow.Confidence, capture)
		require.Equal(t, version, metadata.Get[quic.Metadata](f.Metadata).Version, capture)
		require.True(t, f.Metadata.ServerName != "" || metadata.Get[tls.Metadata](f.Metadata).JA4 != "", capture)
	}
}

func TestCaptureOfServer(t *testing.T) {
	f := inspect(t, "gquic_only_from_server.pcap")
	require.Equal(t, categories.QUIC, f.Flow.Protocol)
	require.Equal(t, l7.ByInspection, f.Flow.Confidence)
	require.Nil(t, f.Metadata)
}

func TestCaptureOfDNS(t *testing.T) {
	f := inspect(t, "doq_adguard.pcapng")
	require.Equal(t, categories.QUIC, f.Flow.Protocol)
	require.Equal(t, categories.DoHDoT, f.Flow.Application)
	require.Equal(t, "dns.adguard.com", f.Metadata.ServerName)
	require.Equal(t, "doq-i00", metadata.Get[tls.Metadata](f.Metadata).ALPNOffered)
}
