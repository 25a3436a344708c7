// Command sizes builds the command for a target, prints the size of each package in it, and fails if the stripped
// program is larger than a bound. `make size` runs it.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// options configure the build and the bound.
type options struct {
	target string // such as linux/mipsle
	tags   string
	pgo    string // -pgo of go build
	of     string // the package
	bound  int64  // bytes; 0 for none
	most   int    // packages that are listed
}

func main() {
	var o options
	flag.StringVar(&o.target, "target", "linux/amd64", "operating system and architecture (GOOS/GOARCH)")
	flag.StringVar(&o.tags, "tags", "", "build tags")
	flag.StringVar(&o.pgo, "pgo", "auto", "-pgo of go build: a profile, auto or off")
	flag.StringVar(&o.of, "package", "./cmd/nfstream", "package to build")
	flag.Int64Var(&o.bound, "bound", 0, "maximum bytes of the stripped program (default: no bound)")
	flag.IntVar(&o.most, "most", 40, "list the N largest packages")
	flag.Parse()
	if err := run(o, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "sizes:", err)
		os.Exit(1)
	}
}

func run(o options, out io.Writer) error {
	dir, err := os.MkdirTemp("", "sizes")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	stripped, whole := filepath.Join(dir, "stripped"), filepath.Join(dir, "whole")
	if err := o.build(stripped, "-s -w"); err != nil {
		return err
	}
	info, err := os.Stat(stripped)
	if err != nil {
		return err
	}
	if o.most > 0 {
		if err := o.build(whole, "-w"); err != nil {
			return err
		}
		costs, err := costsOf(whole)
		if err != nil {
			return err
		}
		print(out, costs, o.most)
	}
	name := strings.TrimSpace(o.target + " " + o.tags)
	fmt.Fprintf(out, "%s: %d bytes stripped\n", name, info.Size())
	if o.bound > 0 && info.Size() > o.bound {
		return fmt.Errorf("%s: %d bytes are %d more than the bound of %d", name, info.Size(), info.Size()-o.bound, o.bound)
	}
	return nil
}

func (o *options) build(to, ldflags string) error {
	system, machine, _ := strings.Cut(o.target, "/")
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-pgo", o.pgo, "-tags", o.tags, "-ldflags", ldflags,
		"-o", to, o.of)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+system, "GOARCH="+machine, "GOARM=5", "GOMIPS=softfloat")
	cmd.Stderr = os.Stderr
	return cmd.Run()
}

// print lists the largest packages, and those of the protocols.
func print(out io.Writer, costs []cost, most int) {
	const protocols = "github.com/nfstream/nfstream-go/l7/"
	fmt.Fprintf(out, "%9s %9s %9s %6s  %s\n", "bytes", "code", "data", "funcs", "package")
	for i, c := range costs {
		if i < most || strings.HasPrefix(c.name, protocols) {
			fmt.Fprintf(out, "%9d %9d %9d %6d  %s\n", c.total(), c.code, c.data, c.funcs, c.name)
		}
	}
}
