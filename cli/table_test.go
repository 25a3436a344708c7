package cli

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/cells"
)

func TestTable(t *testing.T) {
	in := sample(t)
	t.Setenv("COLUMNS", "100")
	lines := strings.Split(strings.TrimSuffix(good(t, "flows", "--format", "table", in), "\n"), "\n")
	require.Len(t, lines, len(records(t, good(t, "flows", in))))
	require.Regexp(t, `^START +TIME PROTO SOURCE +DESTINATION +PKTS +BYTES APPLICATION CATEGORY SERVER NAME$`, lines[0])
	require.NotContains(t, strings.Join(lines[1:], "\n"), "START")
	for _, line := range lines {
		require.LessOrEqual(t, cells.Width([]byte(line)), 100)
	}
	require.Regexp(t, `^src_oui +id\n`, good(t, "flows", "--format", "table", "--fields", "src_oui,id", in))
	t.Setenv("COLUMNS", "no number")
	require.NotPanics(t, func() { good(t, "flows", "--format", "table", in) })
}
