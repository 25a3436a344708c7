package main

import (
	"io"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRows(t *testing.T) {
	r, w, err := os.Pipe()
	require.NoError(t, err)
	stdout := os.Stdout
	os.Stdout = w
	defer func() { os.Stdout = stdout }()
	rows := make(chan string)
	go func() {
		text, _ := io.ReadAll(r)
		rows <- string(text)
	}()
	require.NoError(t, run([]string{"../../testdata/web.pcap"}))
	require.NoError(t, w.Close())
	text := <-rows
	require.True(t, strings.HasPrefix(text, "src_ip,dst_ip,dst_port,protocol,"), text)
	require.Regexp(t, `(?m)^[0-9a-f.:]+,[0-9a-f.:]+,443,6,[0-9.]+,\d+,\d+,TLS,www\.example\.test$`, text)
}

func TestNoSource(t *testing.T) {
	require.ErrorContains(t, run([]string{"no such capture"}), "neither a file, nor a folder, nor an interface")
}
