package main

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/emulate"
)

func TestFewVariantsHaveEachOfAll(t *testing.T) {
	all, few := variants(false), variants(true)
	require.Len(t, all, 20)
	require.Len(t, few, 5)
	words := func(variants [][]string) map[string]bool {
		found := map[string]bool{}
		for _, v := range variants {
			for i := 2; i < len(v); i++ {
				found[v[i]] = true
			}
			found[strings.Join(v[6:], " ")] = true // the group of columns
		}
		return found
	}
	require.Equal(t, words(all), words(few))
	for _, v := range few {
		require.True(t, slices.ContainsFunc(all, func(a []string) bool { return slices.Equal(a, v) }))
	}
}

func TestDifference(t *testing.T) {
	require.Empty(t, difference(output{[]byte("a\nb\n"), "e"}, output{[]byte("a\nb\n"), "e"}))
	require.Equal(t, `ends with "exit status 2", not ""`, difference(output{}, output{nil, "exit status 2"}))
	require.Equal(t, "line 2 is\nc\nnot\nb", difference(output{[]byte("a\nb"), ""}, output{[]byte("a\nc"), ""}))
	require.Equal(t, "1 lines, not 2", difference(output{[]byte("a\nb"), ""}, output{[]byte("a"), ""}))
}

func TestArguments(t *testing.T) {
	for _, args := range [][]string{nil, {"what"}, {"rows", "-targets", "vax"}, {"tests", "-nothing"}} {
		require.Error(t, run(t.Context(), args, &bytes.Buffer{}), "%q", args)
	}
}

// Rows of a machine without an emulator are compared in the same way.
func TestRowsOfThisMachine(t *testing.T) {
	if testing.Short() || !emulate.AMD64.Native() {
		t.Skip("builds the command; needs Linux on amd64")
	}
	t.Chdir("../../..")
	paths, err := captures()
	require.NoError(t, err)
	require.Greater(t, len(paths), 40)
	found, err := allRows(context.Background(), emulate.AMD64, t.TempDir(), []string{"testdata/web-cut.pcap"}, variants(true))
	require.NoError(t, err)
	require.Len(t, found, 5)
	for args, o := range found {
		require.NotEmpty(t, o.rows, args)
		require.Contains(t, o.errors, "exit status 1", args)
	}
}
