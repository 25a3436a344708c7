//go:build unix

package main

import (
	"os/exec"
	"syscall"
)

// ownGroup has a program and all that it starts make a process group, which ends as one when the context of the command
// is done.
func ownGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}
