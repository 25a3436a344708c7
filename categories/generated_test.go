package categories_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories/internal/gen/source"
)

// TestGenerated fails if the tables have changed since the last `go generate ./categories`.
func TestGenerated(t *testing.T) {
	files, err := source.FromFolder(".")
	require.NoError(t, err)
	for _, f := range files {
		text, err := os.ReadFile(f.Name)
		require.NoError(t, err)
		require.Equal(t, string(f.Text), string(text), "%s is not up to date: run go generate", f.Name)
	}
}
