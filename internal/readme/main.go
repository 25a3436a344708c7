// Command readme updates the output of the command in README.md: the block of flows, and the picture of nfstream top,
// docs/top.svg. `make gen` runs it.
package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/nfstream/nfstream-go/bench/workload"
	"github.com/nfstream/nfstream-go/cli"
)

//go:generate go run . ../..

const (
	command = "flows --filter tcp testdata/web.pcap" // the command in README.md
	width   = 120                                    // width of its terminal in columns
	columns = 104                                    // width of the picture in columns
	lines   = 22
	packets = 40_000 // packets of the capture in the picture
	seed    = 7
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: readme FOLDER")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "readme:", err)
		os.Exit(1)
	}
}

func write(root string) error {
	time.Local = time.UTC
	if err := os.Chdir(root); err != nil {
		return err
	}
	if err := terminal(width); err != nil {
		return err
	}
	flows, err := output(append(strings.Fields(command), "--format", "table", "--quiet", "--workers", "1")...)
	if err != nil {
		return err
	}
	text, err := os.ReadFile("README.md")
	if err != nil {
		return err
	}
	readme, err := inserted(string(text), "$ go run ./cmd/nfstream "+command+"\n"+flows)
	if err != nil {
		return err
	}
	if err := os.WriteFile("README.md", []byte(readme), 0o644); err != nil {
		return err
	}
	if err := terminal(columns); err != nil {
		return err
	}
	page, err := topPage()
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join("docs", "top.svg"), picture(page, columns), 0o644)
}

// terminal runs the command for a terminal of the given width.
func terminal(columns int) error {
	return errors.Join(os.Setenv("COLUMNS", fmt.Sprint(columns)), os.Setenv("LINES", fmt.Sprint(lines)),
		os.Setenv("LC_ALL", "C.UTF-8"))
}

// output returns the output of the command.
func output(args ...string) (string, error) {
	var out, said bytes.Buffer
	if status := cli.Run(args, &out, &said); status != 0 {
		return "", fmt.Errorf("nfstream %s: %s", strings.Join(args, " "), said.String())
	}
	return out.String(), nil
}

// The lines of README.md around the block of flows.
const (
	blockStart = "<!-- flows, by make gen -->\n```\n"
	blockEnd   = "```\n<!-- /flows -->\n"
)

// inserted returns text with the block replaced.
func inserted(text, block string) (string, error) {
	before, rest, ok := strings.Cut(text, blockStart)
	_, after, closed := strings.Cut(rest, blockEnd)
	if !ok || !closed {
		return "", fmt.Errorf("README.md lacks %q or %q", blockStart, blockEnd)
	}
	return before + blockStart + block + blockEnd + after, nil
}

// topPage returns the page of nfstream top for the workload mix, which resembles the traffic of an office.
func topPage() ([]string, error) {
	dir, err := os.MkdirTemp("", "readme")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "office.pcap")
	f, err := os.Create(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	o := workload.Options{Name: "mix", Packets: packets, Seed: seed}
	if _, err := workload.Write(f, o); err != nil {
		return nil, err
	}
	page, err := output("top", "--once", "--sort", "bytes", "--workers", "1", file)
	return strings.Split(strings.TrimRight(page, "\n"), "\n"), err
}
