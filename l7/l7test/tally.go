package l7test

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// Tally counts agreement with the reference, by field.
type Tally map[string]*[2]int // agreeing, and all

// Add counts a comparison of a field, and logs one that differs.
func (c Tally) Add(t testing.TB, field, where string, same bool, want, got any) {
	t.Helper()
	if c[field] == nil {
		c[field] = &[2]int{}
	}
	c[field][1]++
	if same {
		c[field][0]++
		return
	}
	t.Logf("%s: %s:\n  reference %v\n  parsed    %v", where, field, want, got)
}

// AddText counts a comparison of texts, where the reference has one.
func (c Tally) AddText(t testing.TB, field, where, want, got string) {
	t.Helper()
	if want != "" {
		c.Add(t, field, where, want == got, want, got)
	}
}

// Require logs the shares that agree, and fails where there are none or one is not more than least.
func (c Tally) Require(t testing.TB, least float64) {
	t.Helper()
	require.NotEmpty(t, c)
	for _, field := range slices.Sorted(maps.Keys(c)) {
		n := c[field]
		share := float64(n[0]) / float64(n[1])
		t.Logf("%-20s %4d of %4d agree, %.2f %%", field, n[0], n[1], 100*share)
		require.Greater(t, share, least, field)
	}
}
