package main

import (
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// asNobody lets a command run as nobody in a folder where the test is root.
func asNobody(cmd *exec.Cmd, dir string) *exec.Cmd {
	cmd.Dir = dir
	nobody, err := user.Lookup("nobody")
	if os.Getuid() != 0 || err != nil {
		return cmd
	}
	uid, _ := strconv.ParseUint(nobody.Uid, 10, 32)
	gid, _ := strconv.ParseUint(nobody.Gid, 10, 32)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	return cmd
}
