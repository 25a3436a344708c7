package cli

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// On a terminal rows are a table unless a flag sets the format; elsewhere they are CSV.
func TestTerminalGetsTheTable(t *testing.T) {
	in := sample(t)
	for _, c := range []struct {
		flags []string
		want  string
	}{
		{nil, "START"}, {[]string{"--fields", "src_oui,id"}, "src_oui "}, {[]string{"--format", "csv"}, "id,bidirectional_first_seen_ms"},
		{[]string{"--format", "json", "--fields", "id"}, `{"id":0}`},
	} {
		p := atTerminal(t, command(t, append(append([]string{"flows", "-q"}, c.flags...), in)...), 120, 40)
		require.NoError(t, p.cmd.Wait())
		p.await(c.want, func([]string) bool { return strings.HasPrefix(p.written(), c.want) })
	}
	file := filepath.Join(t.TempDir(), "flows")
	p := atTerminal(t, command(t, "flows", "-q", "-o", file, in), 120, 40)
	require.NoError(t, p.cmd.Wait())
	require.True(t, strings.HasPrefix(good(t, "flows", in), "id,"))
}
