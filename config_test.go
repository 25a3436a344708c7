package nfstream

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFilesCount(t *testing.T) {
	folder := t.TempDir()
	consensus, systems := filepath.Join(folder, "consensus"), filepath.Join(folder, "as.mmdb")
	require.NoError(t, os.WriteFile(consensus, make([]byte, 400), 0o600))
	require.NoError(t, os.WriteFile(systems, make([]byte, 100), 0o600))
	require.Equal(t, 300, keptOf(&Config{TorConsensus: []string{consensus}, Rules: []string{systems, "hosts:none"}}))
	require.Zero(t, keptOf(&Config{TorConsensus: []string{filepath.Join(folder, "none")}}))
}

func TestWorkersFollowTheBound(t *testing.T) {
	require.Equal(t, 1, (&Config{Memory: 16 << 20}).workersDefault())
	c, err := Config{Memory: 16 << 20, Workers: 3}.normal()
	require.NoError(t, err)
	require.Equal(t, 3, c.Workers)
	require.Zero(t, c.RingSize)
}
