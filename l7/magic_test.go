package l7_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
)

func TestMagic(t *testing.T) {
	for text, want := range map[string]l7.Verdict{"": l7.More, "a": l7.More, "ab": l7.Match, "abc": l7.Match, "b": l7.Reject, "ac": l7.Reject} {
		require.Equal(t, want, l7.Magic([]byte(text), "ab"), text)
	}
}
