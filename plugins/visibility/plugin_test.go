package visibility

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
)

func TestImpossibleOptionsAreRefused(t *testing.T) {
	for _, o := range []Options{{Keep: -1}, {MaxSockets: -1}} {
		_, err := New(o)
		require.ErrorIs(t, err, nfstream.ErrConfig)
	}
}
