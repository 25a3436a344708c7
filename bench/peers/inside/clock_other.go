//go:build !unix

package main

import "time"

var start = time.Now()

// cpuTime returns wall time, as there is nothing better at hand.
func cpuTime() time.Duration { return time.Since(start) }
