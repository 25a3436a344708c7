package rules_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/nfstream/nfstream-go/categories/rules"
	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/stretchr/testify/require"
)

func TestFingerprintNames(t *testing.T) {
	corpus.Whole(t, "rules from files")
	load := func(text string) (*rules.Set, error) {
		path := filepath.Join(t.TempDir(), "own.txt")
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return rules.Load(path)
	}
	set, err := load("-\n  os_hint Open Wrt\n  tcp_fingerprints 2_64_5840_c68b361cc04e\n" +
		"Intranet\n  ja4 t13d1516h2_8daaf6152771_e5627efa2ab1\n  tls_client Our agent\n" +
		"Other\n  ja4 t13d1516h2_8daaf6152771_000000000000\n")
	require.NoError(t, err)
	require.Equal(t, "Open Wrt", set.FingerprintName([]byte("2_64_5840_c68b361cc04e")))
	require.Equal(t, "Our agent", set.FingerprintName([]byte("t13d1516h2_8daaf6152771_e5627efa2ab1")))
	require.Empty(t, set.FingerprintName([]byte("t13d1516h2_8daaf6152771_000000000000")))
	require.True(t, set.JA4("t13d1516h2_8daaf6152771_e5627efa2ab1").Found())
	require.Equal(t, 2, set.Len(), "names are no rules")

	for _, wrong := range []string{
		"-\n  os_hint X\n  tcp_fingerprints 2_64_5840\n",
		"-\n  os_hint X\n  tcp_fingerprints 2_640_5840_c68b361cc04e\n",
		"-\n  tcp_fingerprints 2_64_5840_c68b361cc04e\n",
		"Intranet\n  tcp_fingerprints 2_64_5840_c68b361cc04e\n",
		"-\n  tls_client X\n  ja4 t13\n",
		"-\n  os_hint a,b\n  tcp_fingerprints 2_64_5840_c68b361cc04e\n",
	} {
		_, err := load(wrong)
		require.Error(t, err, wrong)
	}
	var none *rules.Set
	require.Empty(t, none.FingerprintName([]byte("x")))
}
