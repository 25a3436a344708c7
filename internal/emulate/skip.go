package emulate

import (
	"os"
	"strings"
	"testing"
)

// Skip skips a test that needs what QEMU's user mode does not give a program: sockets that take packets from interfaces,
// netlink, threads in other network namespaces, and starting itself. What is missing is for people to read.
func Skip(t testing.TB, missing string) {
	t.Helper()
	if emulated() {
		t.Skip("QEMU's user mode has no " + missing)
	}
}

// emulated reports whether an emulator runs this process, by the name that the kernel knows the process by.
func emulated() bool {
	name, err := os.ReadFile("/proc/self/comm")
	return err == nil && strings.HasPrefix(string(name), "qemu-")
}
