package tor_test

import (
	"net/netip"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/tor"
)

// BenchmarkConsensus reads documents of small networks.
func BenchmarkConsensus(b *testing.B) {
	for name, file := range map[string]string{"ns": "tor-consensus.txt", "microdesc": "tor-microdesc-consensus.txt"} {
		b.Run(name, func(b *testing.B) {
			text, err := os.ReadFile("../../testdata/" + file)
			require.NoError(b, err)
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				var c tor.Consensus
				_, err := c.ReadFrom(strings.NewReader(string(text)))
				require.NoError(b, err)
			}
		})
	}
}

// BenchmarkRefine classifies the names of TLS flows. Most of them are not Tor's.
func BenchmarkRefine(b *testing.B) {
	for name, set := range map[string]*metadata.Set{
		"site": {ServerName: "www.example.org", Certificate: &metadata.Certificate{Subject: "CN=www.example.org", Issuer: "CN=Issuer"}},
		"tor": {ServerName: "www.e6r5p57kbafwrxj3plz.com", Certificate: &metadata.Certificate{Subject: "CN=www.bpcau5b3haif5els.net",
			Issuer: "CN=www.gmvuy6mtjbxevwo3w.com"}},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				tor.ClassifyLabels(categories.TLS, set)
			}
		})
	}
}

func BenchmarkIsMadeUp(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		tor.IsMadeUp("www.e6r5p57kbafwrxj3plz.com")
	}
}

func BenchmarkListener(b *testing.B) {
	var c tor.Consensus
	c.ReadFrom(strings.NewReader(ns))
	addr := netip.MustParseAddrPort("192.0.2.9:443")
	b.ReportAllocs()
	for b.Loop() {
		c.Listener(addr)
	}
}
