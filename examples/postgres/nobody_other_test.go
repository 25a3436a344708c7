//go:build !linux

package main

import "os/exec"

func asNobody(cmd *exec.Cmd, _ string) *exec.Cmd { return cmd }
