package main

import (
	"net"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestNetflowRecords(t *testing.T) {
	datagram := make([]byte, 20)
	copy(datagram, []byte{0, 9, 1, 2})
	require.Equal(t, uint64(258), netflowRecords(datagram))
	require.Zero(t, netflowRecords(datagram[:19]))
	require.Zero(t, netflowRecords(append([]byte{0, 5}, datagram[2:]...)))
	require.Zero(t, netflowRecords(nil))
}

func TestCollector(t *testing.T) {
	c, err := newCollector()
	require.NoError(t, err)
	conn, err := net.Dial("udp", c.address())
	require.NoError(t, err)
	defer conn.Close()
	_, err = conn.Write(append([]byte{0, 9, 0, 3}, make([]byte, 16)...))
	require.NoError(t, err)
	require.Eventually(t, func() bool { return c.records.Load() == 3 }, 10*time.Second, time.Millisecond)
	require.NoError(t, c.end())
}

func TestCollectorWithoutRecords(t *testing.T) {
	job, err := softflowd("x.pcap", t.TempDir())
	require.NoError(t, err)
	require.True(t, slices.Contains(job.args, "x.pcap"))
	require.ErrorIs(t, job.after(), errNoRecords)
}

func TestNfpcapdHasToWrite(t *testing.T) {
	folder := t.TempDir()
	job, err := nfpcapd("x.pcap", folder)
	require.NoError(t, err)
	require.ErrorIs(t, job.after(), errNoRecords)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "nfcapd.1"), nil, 0o600))
	require.NoError(t, job.after())
}
