package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// nfstreamVersion is the one that is installed where there is none.
const nfstreamVersion = "6.5.4"

// oneMeter is how the version ends where nfstream would start one meter.
const oneMeter = ", meters: 1"

var errSame = errors.New("n_meters=0 is one meter on this machine, so that it is the same as without -all")

//go:embed meter.py
var nfstreamScript []byte

// findNFStream finds nfstream 6, to inspect a number of packets per flow with a number of meters; 0 is its default.
// It creates the virtual environment if missing, and the script. A script with the name of the package would be
// imported instead of it.
func findNFStream(dissections, meters string) func(context.Context, *bench) (found, error) {
	return func(ctx context.Context, b *bench) (found, error) {
		if b.venv == "" {
			return found{}, errMissing
		}
		python := filepath.Join(b.venv, "bin", "python")
		if _, err := os.Stat(python); errors.Is(err, fs.ErrNotExist) {
			if err := makeVenv(ctx, b.venv, python); err != nil {
				return found{}, err
			}
		}
		script := filepath.Join(b.folder, "meter.py")
		if err := os.WriteFile(script, nfstreamScript, 0o600); err != nil {
			return found{}, fmt.Errorf("write script: %w", err)
		}
		// Any file does for a capture that is not read.
		text, err := exec.CommandContext(ctx, python, script, script, dissections, meters, "version").Output()
		if err != nil {
			return found{}, fmt.Errorf("ask nfstream for its version: %w", err)
		}
		version := strings.TrimSpace(string(text))
		if meters == "0" && strings.HasSuffix(version, oneMeter) {
			return found{}, errSame
		}
		return found{path: python, version: version, on: func(f, _ string) (job, error) {
			return plain(script, f, dissections, meters)
		}}, nil
	}
}

func makeVenv(ctx context.Context, folder, python string) error {
	system, err := exec.LookPath("python3")
	if err != nil {
		return fmt.Errorf("%w: no python3", errMissing)
	}
	for _, step := range [][]string{
		{system, "-m", "venv", folder},
		{python, "-m", "pip", "install", "--quiet", "nfstream==" + nfstreamVersion},
	} {
		if text, err := exec.CommandContext(ctx, step[0], step[1:]...).CombinedOutput(); err != nil {
			return fmt.Errorf("make virtual environment: %w: %s", err, text)
		}
	}
	return nil
}
