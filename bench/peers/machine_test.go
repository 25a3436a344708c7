package main

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

func TestMachineOf(t *testing.T) {
	m := machineOf(fstest.MapFS{
		"proc/cpuinfo":              procFile("processor\t: 0\nmodel\t\t: 2\nmodel name\t: Some: CPU\nmodel name\t: Other\n"),
		"proc/meminfo":              procFile("MemFree: 1 kB\nMemTotal:       16777216 kB\n"),
		"proc/sys/kernel/osrelease": procFile("6.1.0\n"),
		"etc/os-release":            procFile("NAME=\"x\"\nPRETTY_NAME=\"Debian 12\"\n"),
	})
	require.Positive(t, m.cores)
	m.cores = 4
	require.Contains(t, m.String(), "Some: CPU, 4 cores, 16 GiB, Debian 12, kernel 6.1.0, go")
}

func TestMachineOfNothing(t *testing.T) {
	m := machineOf(fstest.MapFS{})
	require.NotEmpty(t, m.cpu)
	require.NotEmpty(t, m.system)
	require.NotContains(t, m.String(), "kernel")
	require.NotContains(t, m.String(), "GiB")
}
