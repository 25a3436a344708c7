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
)

// nfstreamVersion is the one that is installed where there is none.
const nfstreamVersion = "6.5.4"

//go:embed meter.py
var nfstreamScript []byte

// findNFStream finds nfstream, to inspect so many packets of a flow. It makes the virtual environment where it is missing,
// and the script; a script of the name of the package would be imported in its place.
func findNFStream(dissections string) func(context.Context, *bench) (found, error) {
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
		version, err := nfstreamVersionOf(ctx, python)
		return found{path: python, version: version, args: func(f string) []string {
			return []string{script, f, dissections}
		}}, err
	}
}

func nfstreamVersionOf(ctx context.Context, python string) (string, error) {
	text, err := exec.CommandContext(ctx, python, "-c", "import nfstream; print(nfstream.__version__)").Output()
	if err != nil {
		return "", fmt.Errorf("import nfstream by %s: %w", python, err)
	}
	return "nfstream " + versionLine(string(text)), nil
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
