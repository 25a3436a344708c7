// Command send makes the frames of a capture arrive at a Linux interface, faster than a program could send them: the
// kernel generates them from preloaded frames.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/nfstream/nfstream-go/capture"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "send:", err)
		os.Exit(1)
	}
}

// config is what the flags say.
type config struct {
	capture, name string
	packets, rate int
}

func parse(args []string) (c config, err error) {
	flags := flag.NewFlagSet("send", flag.ContinueOnError)
	flags.StringVar(&c.name, "i", "", "interface at which they arrive")
	flags.IntVar(&c.packets, "packets", 500_000, "packets to send: the first ones of the capture, repeatedly")
	flags.IntVar(&c.rate, "rate", 0, "packets per second (default as fast as possible)")
	if err = flags.Parse(args); err != nil {
		return c, err
	}
	if flags.NArg() != 1 || c.name == "" || c.packets < 1 || c.rate < 0 {
		return c, errors.New("give -i INTERFACE and one capture, and no negative numbers")
	}
	c.capture = flags.Arg(0)
	return c, nil
}

func run(args []string, out io.Writer) error {
	c, err := parse(args)
	if err != nil {
		return err
	}
	frames, err := read(c.capture, c.packets)
	if err != nil {
		return err
	}
	j, err := openInjector(c.name, frames, task{stored: len(frames), packets: c.packets, rate: c.rate})
	if err != nil {
		return err
	}
	defer j.close()
	began := time.Now()
	if err := j.inject(); err != nil {
		return fmt.Errorf("send: %w", err)
	}
	took := time.Since(began).Seconds()
	fmt.Fprintf(out, "%d packets in %.3f s: %.0f pps\n", c.packets, took, float64(c.packets)/took)
	return nil
}

// read reads the first n frames of a capture.
func read(path string, most int) (frames [][]byte, err error) {
	src, err := capture.Open(path)
	if err != nil {
		return nil, err
	}
	defer src.Close()
	var b capture.Batch
	for err == nil && len(frames) < most {
		err = src.Next(context.Background(), &b)
		for i := 0; i < len(b.Frames) && len(frames) < most; i++ {
			if data := b.Frames[i].Data; len(data) >= minFrame && len(data) <= maxFrame {
				frames = append(frames, append([]byte(nil), data...))
			}
		}
	}
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return nil, err
	case len(frames) == 0:
		return nil, fmt.Errorf("%s: no frame of %d to %d bytes", path, minFrame, maxFrame)
	}
	return frames, nil
}
