package capture

import (
	"fmt"
	"os"
	"syscall"
)

// openStdin reopens a pipe on standard input. Its reads can then be interrupted without changing the file description
// that other processes share.
func openStdin() *os.File {
	info, err := os.Stdin.Stat()
	if err != nil || info.Mode()&os.ModeNamedPipe == 0 {
		return os.Stdin
	}
	f, err := os.OpenFile(fmt.Sprintf("/proc/self/fd/%d", os.Stdin.Fd()), os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return os.Stdin
	}
	return f
}
