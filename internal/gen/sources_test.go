package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7/all"
)

// Each protocol is declared where the generator finds it.
func TestSources(t *testing.T) {
	ids, err := constants("../../categories/constants_gen.go")
	require.NoError(t, err)
	found, used, err := sources("../../l7")
	require.NoError(t, err)
	for _, p := range all.Protos() {
		known := false
		for name := range found {
			known = known || ids[name] == p.ID
		}
		require.True(t, known, "%s has no comment", p.ID)
	}
	require.Equal(t, []string{"RFC 2637"}, found["PPTP"])
	require.Equal(t, "http", used["OCSP"])
}

func TestDocuments(t *testing.T) {
	for text, want := range map[string][]string{
		"x is X (RFC 1, section 2.1; RFC 2), on its port (section 3).":         {"RFC 1", "RFC 2"},
		"x is X (BSD, rshd(8)): a (small) thing, (ISO 1, annex A and\nB).":     {"BSD, rshd(8)", "ISO 1"},
		"x is X (rsync, \"The protocol\"), one byte (or two), (Vendor: text).": {"rsync, The protocol", "Vendor"},
		"x is X.": nil,
	} {
		require.Equal(t, want, documents(text), "%q", text)
	}
}
