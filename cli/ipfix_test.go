//go:build !tiny

package cli

import (
	"encoding/binary"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The command sends flows to a collector, in either format, and writes nothing else.
func TestCollectors(t *testing.T) {
	for format, version := range map[string]uint16{"": 10, "ipfix": 10, "netflow9": 9} {
		l, err := net.ListenPacket("udp", "127.0.0.1:0")
		require.NoError(t, err)
		args := []string{"flows", "-q", "-o", "ipfix://" + l.LocalAddr().String(), "../testdata/tls.pcap"}
		if format != "" {
			args = append(args, "--format", format)
		}
		var out, errs strings.Builder
		require.Zero(t, (&Program{}).Run(args, &out, &errs), errs.String())
		require.Empty(t, out.String()+errs.String())
		require.NoError(t, l.SetReadDeadline(time.Now().Add(10*time.Second)))
		var message [1500]byte
		n, _, err := l.ReadFrom(message[:])
		require.NoError(t, err)
		require.Greater(t, n, 100)
		require.Equal(t, version, binary.BigEndian.Uint16(message[:]))
		l.Close()
	}
}

// Mistakes are found before anything is read.
func TestCollectorMistakes(t *testing.T) {
	for want, args := range map[string][]string{
		"ipfix is no format of files":   {"--format", "ipfix"},
		"unknown option \"x\"":          {"-o", "ipfix://h?x=1"},
		"does not take json":            {"-o", "ipfix://h", "--format", "json"},
		"want a host":                   {"-o", "ipfix://"},
		"ipfix+tls needs nfstream-full": {"-o", "ipfix+tls://h"},
	} {
		var out, errs strings.Builder
		code := (&Program{}).Run(append([]string{"flows", "../testdata/tls.pcap"}, args...), &out, &errs)
		require.Equal(t, 2, code, args)
		require.Contains(t, errs.String(), want)
	}
}
