package l7_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
)

func TestEvidence(t *testing.T) {
	require.Equal(t, l7.Match, l7.MatchIf(true))
	require.Equal(t, l7.Reject, l7.MatchIf(false))
	require.Equal(t, l7.More, l7.AtLeast([]byte("a"), 2, l7.Match))
	require.Equal(t, l7.Match, l7.AtLeast([]byte("ab"), 2, l7.Match))
	require.Equal(t, l7.Reject, l7.AtLeast(nil, 2, l7.Reject))
}
