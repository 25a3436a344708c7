package budget

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// The least limit of a group and of those around it counts, of both versions of control groups.
func TestGroupMemory(t *testing.T) {
	root := t.TempDir()
	limit := func(path, text string) {
		path = filepath.Join(root, path)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
		require.NoError(t, os.WriteFile(path, []byte(text+"\n"), 0o600))
	}
	limit("memory.max", "9000")
	limit("a/memory.max", "max")
	limit("a/b/memory.max", "5000")
	limit("memory/memory.limit_in_bytes", "9223372036854771712")
	limit("memory/docker/memory.limit_in_bytes", "7000")
	for groups, want := range map[string]uint64{
		"":                                   10000,
		"0::/\n":                             9000,
		"0::/a\n":                            9000,
		"0::/a/b\n":                          5000,
		"0::/a/b/c\n":                        5000,
		"0::/../../other\n":                  9000,
		"4:memory:/docker\n":                 7000,
		"4:memory:/elsewhere\n":              10000,
		"5:cpu,memory:/docker\n1:cpuset:/\n": 7000,
		"3:cpu:/a/b\n":                       10000,
		"nonsense\n::\n0::":                  9000,
	} {
		require.Equal(t, want, groupMemory([]byte(groups), root, 10000), groups)
	}
	require.Positive(t, Machine())
}
