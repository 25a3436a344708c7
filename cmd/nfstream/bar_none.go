//go:build aix || js || plan9 || wasip1

package main

import (
	"io"
	"os"
	"time"

	"github.com/nfstream/nfstream-go"
)

// No file counts as a terminal here, so that there is no bar either.

func isTerminal(*os.File) bool { return false }

func drawProgress(*nfstream.Streamer, int64, time.Time, io.Writer, <-chan struct{}) {}
