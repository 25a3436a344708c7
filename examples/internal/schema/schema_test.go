package schema

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The file of fields is that of the examples, and every row has their columns.
func TestFields(t *testing.T) {
	text, err := os.ReadFile("../../fields")
	require.NoError(t, err)
	require.Equal(t, strings.Join(Fields, ",")+"\n", string(text))
	columns, err := Columns(Config(Fields))
	require.NoError(t, err)
	for _, name := range []string{Time, "src_ip", "risks"} {
		found := false
		for _, c := range columns {
			found = found || c.Name == name
		}
		require.True(t, found, name)
	}
}
