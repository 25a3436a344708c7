package nfstream_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/corpus"
)

const fingerprintedTLS = "testdata/utls.pcap"

// prints returns the first row with a JA4.
func prints(t *testing.T, c nfstream.Config) map[string]string {
	t.Helper()
	c.Fields, c.Workers = []string{"fingerprint", "tls", "risks"}, 1
	for _, r := range rowsOf(t, fingerprintedTLS, c) {
		if r["ja4_client"] != "" {
			return r
		}
	}
	require.Fail(t, "no JA4")
	return nil
}

func TestRulesNameFingerprints(t *testing.T) {
	corpus.Whole(t, "rules from files")
	before := prints(t, nfstream.Config{})
	require.Len(t, before["ndpi_fingerprint"], 32)
	text := "-\n  tls_client Our agent\n  ja4 " + before["ja4_client"] + "\n-\n  os_hint Our system\n  tcp_fingerprints " +
		before["tcp_fingerprint"] + "\n"
	after := prints(t, nfstream.Config{Rules: []string{ruleFile(t, text)}})
	require.Equal(t, "Our agent", after["tls_client"])
	require.Equal(t, "Our system", after["os_hint"])
	require.Equal(t, before["ndpi_fingerprint"], after["ndpi_fingerprint"])
}

func TestRulesNameMalware(t *testing.T) {
	corpus.Whole(t, "rules from files")
	before := prints(t, nfstream.Config{})
	require.NotContains(t, before["risks"], "Malicious Fingerprint")
	text := "-\n  category Malware\n  ja4 " + before["ja4_client"] + "\n"
	after := prints(t, nfstream.Config{Rules: []string{ruleFile(t, text)}})
	require.Contains(t, after["risks"], "Malicious Fingerprint")
	require.Contains(t, after["risk_details"], "JA4 "+before["ja4_client"])
}
