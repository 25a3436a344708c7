package emulate

import (
	"os"
	"strings"
	"testing"
)

// Skip skips a test that needs a feature that QEMU's user mode lacks: packet sockets, netlink, threads in other
// network namespaces, or starting the program itself. missing describes the feature.
func Skip(t testing.TB, missing string) {
	t.Helper()
	if emulated() {
		t.Skip("QEMU's user mode has no " + missing)
	}
}

// emulated reports whether an emulator runs this process, by its name in the kernel.
func emulated() bool {
	name, err := os.ReadFile("/proc/self/comm")
	return err == nil && strings.HasPrefix(string(name), "qemu-")
}
