//go:build !linux

// Command send has the frames of a capture arrive at an interface of Linux.
package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "send: Linux only")
	os.Exit(1)
}
