package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/nfstream/nfstream-go/bench/workload"
	"github.com/nfstream/nfstream-go/internal/emulate"
)

// bench is one run of the command.
type bench struct {
	config
	out             io.Writer
	counter         *plugin
	shorter, longer string // captures
}

func (b *bench) prepare(ctx context.Context) (err error) {
	if b.counter, err = compile(ctx, b.folder); err != nil {
		return err
	}
	if b.shorter, err = b.capture(b.fewer); err != nil {
		return err
	}
	b.longer, err = b.capture(b.more)
	return err
}

func (b *bench) capture(packets int) (path string, err error) {
	path = filepath.Join(b.folder, fmt.Sprintf("%d.pcap", packets))
	f, err := os.Create(path)
	if err != nil {
		return "", fmt.Errorf("create capture: %w", err)
	}
	_, err = workload.Write(f, workload.Options{Name: b.workload, Packets: packets, Seed: 1})
	return path, errors.Join(err, f.Close())
}

// program returns the command for a target, built where none was given.
func (b *bench) program(ctx context.Context, t emulate.Target) (string, error) {
	if b.programs != "" {
		return filepath.Join(b.programs, "nfstream-"+t.Name), nil
	}
	path := filepath.Join(b.folder, "nfstream-"+t.Name)
	return path, t.Build(ctx, "./cmd/nfstream", path)
}

// result is what was measured of a target: in each mode the instructions a packet, and the functions that take most.
type result struct {
	target    emulate.Target
	packet    []float64
	functions []string
}

// measure prints a row for each target when it is available, and fails if one is over the limit.
func (b *bench) measure(ctx context.Context) error {
	fmt.Fprintf(b.out, "instructions a packet, %s, one worker; in brackets how many times those on amd64\n\n", b.workload)
	fmt.Fprintf(b.out, "%-10s", "machine")
	for _, m := range b.modes {
		fmt.Fprintf(b.out, "%-15s", m.name)
	}
	fmt.Fprintln(b.out)
	base := make([]float64, len(b.modes))
	var functions []string
	var over []error
	for _, t := range b.targets {
		r, err := b.target(ctx, t)
		if err != nil {
			return err
		}
		if t.Name == emulate.AMD64.Name {
			base = r.packet
		}
		fmt.Fprintln(b.out, r.row(base))
		over = append(over, b.judge(r, base)...)
		functions = append(functions, r.functions...)
	}
	fmt.Fprint(b.out, strings.Join(functions, ""))
	return errors.Join(over...)
}

func (b *bench) target(ctx context.Context, t emulate.Target) (result, error) {
	r := result{target: t}
	program, err := b.program(ctx, t)
	for _, m := range b.modes {
		if err != nil {
			return r, err
		}
		var n float64
		var functions string
		n, functions, err = b.packet(ctx, t, program, m)
		r.packet = append(r.packet, n)
		r.functions = append(r.functions, functions)
	}
	return r, err
}

func (r result) row(base []float64) string {
	line := fmt.Sprintf("%-10s", r.target.Name)
	for i, n := range r.packet {
		cell := fmt.Sprintf("%.0f", n)
		if base[i] != 0 && n != base[i] {
			cell += fmt.Sprintf(" (%.2f)", n/base[i])
		}
		line += fmt.Sprintf("%-15s", cell)
	}
	return strings.TrimRight(line, " ")
}

func (b *bench) judge(r result, base []float64) (over []error) {
	for i, n := range r.packet {
		if b.limit > 0 && base[i] > 0 && n > b.limit*base[i] {
			over = append(over, fmt.Errorf("%s takes %.2f times the instructions of amd64 with %s, more than %g",
				r.target.Name, n/base[i], b.modes[i].name, b.limit))
		}
	}
	return over
}

// packet returns the instructions of a packet: the difference of two runs, in which those of the start cancel out.
func (b *bench) packet(ctx context.Context, t emulate.Target, program string, m mode) (float64, string, error) {
	long, err := b.count(ctx, t, program, m, b.longer)
	if err != nil {
		return 0, "", err
	}
	short, err := b.count(ctx, t, program, m, b.shorter)
	if err != nil {
		return 0, "", err
	}
	packets := float64(b.more - b.fewer)
	if b.profile > 0 && long.blocks != nil {
		text, err := long.minus(short).functions(program, b.profile, packets)
		return float64(long.total-short.total) / packets, fmt.Sprintf("\n%s, %s\n%s", t.Name, m.name, text), err
	}
	return float64(long.total-short.total) / packets, "", nil
}

// count runs the command once. The garbage collector stays off, and nothing interrupts what runs: both depend on time.
func (b *bench) count(ctx context.Context, t emulate.Target, program string, m mode, capture string) (counts, error) {
	args := append([]string{program, "flows", "--quiet", "--workers", "1", "-o", os.DevNull}, m.args...)
	args = append(args, capture)
	if t.Name == "386" {
		return b.valgrind(ctx, args)
	}
	return b.qemu(ctx, t, args)
}
