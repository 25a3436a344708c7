package main

import (
	"io"
	"time"

	"github.com/nfstream/nfstream-go/bench/workload"
)

// job is a run of the command over a stream.
type job struct {
	name string
	args []string
	feed func(io.Writer) error
}

// jobs returns what is to be measured with a bound.
func (b *bench) jobs(bound string) []job {
	args := append([]string{"flows", "--quiet", "--memory", bound}, b.more...)
	endless := append(append([]string{}, args...), "--idle-timeout", "8760h", "--active-timeout", "8760h", "-")
	args = append(args, "-")
	all := []job{{name: "none: the start", args: args, feed: waiting}}
	if b.flood > 0 {
		all = append(all, job{name: "flood", args: args, feed: stream("flood", b.flood)})
	}
	if b.churn > 0 {
		all = append(all, job{name: "churn", args: args, feed: stream("churn", b.churn)})
	}
	if b.alive > 0 {
		all = append(all, job{name: "mix without timeouts", args: endless, feed: stream("mix", b.alive)})
	}
	return all
}

func stream(name string, packets int) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := workload.Write(w, workload.Options{Name: name, Packets: packets, Seed: 1})
		return err
	}
}

// empty writes a capture without packets.
func empty(w io.Writer) error {
	_, err := w.Write([]byte{0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 17: 0xff, 20: 1, 23: 0})
	return err
}

// waiting is empty for long enough to see what memory the command has before the first packet.
func waiting(w io.Writer) error {
	err := empty(w)
	time.Sleep(time.Second / 2)
	return err
}
