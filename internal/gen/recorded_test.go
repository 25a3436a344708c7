package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Many protocols have a capture of a real program, in which their payloads identify them.
func TestManyAreRecorded(t *testing.T) {
	const enough = 120
	recorded, err := readRecordings("../../testdata/golden")
	require.NoError(t, err)
	require.Greater(t, len(recorded), enough)
	for name, capture := range map[string]string{"RESP": "redis", "Modbus": "modbus", "SMBv23": "smb", "RTMP": "rtmp"} {
		require.Contains(t, recorded[name], capture, name)
	}
	require.NotContains(t, recorded, "Unknown")
}

// testdata/README.md says of each capture how it was made.
func TestCapturesAreDescribed(t *testing.T) {
	readme, err := os.ReadFile("../../testdata/README.md")
	require.NoError(t, err)
	for _, pattern := range []string{"*.pcap", "*.pcapng"} {
		captures, err := filepath.Glob("../../testdata/" + pattern)
		require.NoError(t, err)
		require.NotEmpty(t, captures)
		for _, capture := range captures {
			row := "| " + filepath.Base(capture) + " |"
			require.True(t, strings.Contains(string(readme), row), row)
		}
	}
}
