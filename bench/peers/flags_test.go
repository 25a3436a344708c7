package main

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParse(t *testing.T) {
	c, err := parse([]string{"-only", "argus,nfstream", "-workloads", "churn", "-runs", "2"})
	require.NoError(t, err)
	require.Equal(t, []string{"argus", "nfstream"}, c.only)
	require.Equal(t, []string{"churn"}, c.workloads)
	require.True(t, c.ours)
	require.Equal(t, formatText, c.format)
}

func TestParseRefuses(t *testing.T) {
	none := filepath.Join(t.TempDir(), "none.md")
	for _, args := range [][]string{
		{"-runs", "0"},
		{"-packets", "-1"},
		{"-only", "argos"},
		{"-workloads", "mix,none"},
		{"-format", "html"},
		{"-timeout", "0s"},
		{"-update", none},
		{"-update", "flags.go", "-only", "argus"},
		{"mix"},
	} {
		_, err := parse(args)
		require.Error(t, err, args)
	}
}

func TestAbsolute(t *testing.T) {
	full, none := "folder", ""
	require.NoError(t, absolute(&full, &none))
	require.True(t, filepath.IsAbs(full))
	require.Empty(t, none)
}
