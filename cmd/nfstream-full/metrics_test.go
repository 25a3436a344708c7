//go:build unix

package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/cli"
)

// families returns the families of metrics that a program serves as a service, with their types. It reads a capture from a
// named pipe that is open meanwhile.
func families(t *testing.T, p *cli.Program) []string {
	t.Helper()
	dir := t.TempDir()
	pipe, socket := filepath.Join(dir, "in"), filepath.Join(dir, "metrics")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip(err)
	}
	settings := filepath.Join(dir, "nfstream.yaml")
	text := fmt.Sprintf("sources: %s\noutput: [%s/a.csv, %s/b.json]\nmetrics: unix:%s\n", pipe, dir, dir, socket)
	require.NoError(t, os.WriteFile(settings, []byte(text), 0o600))
	var log bytes.Buffer
	ended := make(chan int)
	go func() { ended <- p.Run([]string{"run", "--config", settings}, io.Discard, &log) }()
	in, err := os.OpenFile(pipe, os.O_WRONLY, 0)
	require.NoError(t, err)
	capture, err := os.ReadFile("../../testdata/web.pcap")
	require.NoError(t, err)
	_, err = in.Write(capture)
	require.NoError(t, err)
	dial := func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "unix", socket)
	}
	c := &http.Client{Transport: &http.Transport{DisableKeepAlives: true, DialContext: dial}}
	var body string
	require.Eventually(t, func() bool {
		answer, err := c.Get("http://localhost/metrics")
		if err != nil {
			return false
		}
		defer answer.Body.Close()
		all, err := io.ReadAll(answer.Body)
		body = string(all)
		return err == nil
	}, time.Minute, 10*time.Millisecond)
	require.NoError(t, in.Close())
	require.Zero(t, <-ended, log.String())
	var names []string
	for line := range strings.SplitSeq(body, "\n") {
		if name, is := strings.CutPrefix(line, "# TYPE "); is {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Both programs have the same metrics.
func TestFamilies(t *testing.T) {
	small := families(t, &cli.Program{})
	require.Contains(t, small, "nfstream_output_rows_total counter")
	require.Equal(t, small, families(t, program()))
}
