package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/cilium/ebpf"
	"github.com/nfstream/nfstream-go/bench/workload"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/capture/live"
	"github.com/nfstream/nfstream-go/internal/emulate"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

func TestParse(t *testing.T) {
	c, err := parse([]string{"-i", "eth0", "-packets", "7", "-rate", "100", "x.pcap"})
	require.NoError(t, err)
	require.Equal(t, config{capture: "x.pcap", name: "eth0", packets: 7, rate: 100}, c)
	for _, wrong := range [][]string{{"x.pcap"}, {"-i", "eth0"}, {"-i", "eth0", "-packets", "0", "x.pcap"},
		{"-i", "eth0", "-rate", "-1", "x.pcap"}, {"-i", "eth0", "x", "y"}, {"-z"}} {
		_, err = parse(wrong)
		require.Error(t, err, "%q", wrong)
	}
}

// Every frame arrives, whole and in order, as often as asked for, at a rate and without.
func TestFramesArrive(t *testing.T) {
	emulate.Skip(t, "packet sockets")
	inNamespace(t)
	path := filepath.Join(t.TempDir(), "mix.pcap")
	f, err := os.Create(path)
	require.NoError(t, err)
	_, err = workload.Write(f, workload.Options{Name: "mix", Packets: 500, Seed: 1})
	require.NoError(t, err)
	require.NoError(t, f.Close())
	want, err := read(path, 500)
	require.NoError(t, err)
	for _, rate := range []int{0, 100_000} {
		src, err := live.Open([]string{"b0"}, live.Options{})
		require.NoError(t, err)
		defer src.Close()
		const packets = 1234
		var out bytes.Buffer
		err = run([]string{"-i", "b0", "-packets", fmt.Sprint(packets), "-rate", fmt.Sprint(rate), path}, &out)
		if refused(err) {
			t.Skipf("no XDP on live frames here: %v", err)
		}
		require.NoError(t, err)
		require.Contains(t, out.String(), "1234 packets in ")
		for i, frame := range take(t, src, packets) {
			require.Equal(t, want[i%len(want)], frame, "frame %d", i)
		}
	}
}

func take(t *testing.T, src capture.Source, n int) (got [][]byte) {
	t.Helper()
	var b capture.Batch
	for len(got) < n {
		err := src.Next(context.Background(), &b)
		for _, f := range b.Frames {
			got = append(got, bytes.Clone(f.Data))
		}
		require.NotErrorIs(t, err, io.EOF)
		require.NoError(t, err)
	}
	return got
}

// refused reports whether the kernel has no live frames, or loads no programs.
func refused(err error) bool {
	return errors.Is(err, unix.EPERM) || errors.Is(err, unix.EOPNOTSUPP) || errors.Is(err, ebpf.ErrNotSupported)
}

// inNamespace has the test run in a network namespace with a cable between a0 and b0.
func inNamespace(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("network namespaces need root")
	}
	runtime.LockOSThread() // and never unlocks it: the thread ends with the test
	if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
		t.Skipf("no network namespaces: %v", err)
	}
	for _, args := range [][]string{{"link", "add", "a0", "type", "veth", "peer", "name", "b0"},
		{"link", "set", "a0", "addrgenmode", "none", "up"}, {"link", "set", "b0", "addrgenmode", "none", "up"}} {
		if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
			t.Skipf("ip %q: %v: %s", args, err, out)
		}
	}
}
