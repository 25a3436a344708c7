package l7_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
)

// The datagrams of either direction are counted, up to 255.
func TestTally(t *testing.T) {
	var here, there uint8
	e := l7.NewEngine(l7.Compile([]l7.Proto{{ID: categories.DNS, On: l7.UDP, Scratch: 2, Probe: func(c *l7.Ctx) l7.Verdict {
		here, there = c.Tally()
		return l7.More
	}}}), l7.Limits{UDP: 1000})
	k := l7test.NewTalk(e, l7.UDP, 40000, 40001)
	for i := range 300 {
		k.Say(1, []byte("a"))
		require.EqualValues(t, min(i+1, 255), here)
		require.Zero(t, there)
	}
	k.Say(0, []byte("a"))
	require.EqualValues(t, 1, here)
	require.EqualValues(t, 255, there)
}

func TestEvidence(t *testing.T) {
	require.Equal(t, l7.Match, l7.MatchIf(true))
	require.Equal(t, l7.Reject, l7.MatchIf(false))
	require.Equal(t, l7.More, l7.AtLeast([]byte("a"), 2, l7.Match))
	require.Equal(t, l7.Match, l7.AtLeast([]byte("ab"), 2, l7.Match))
	require.Equal(t, l7.Reject, l7.AtLeast(nil, 2, l7.Reject))
}
