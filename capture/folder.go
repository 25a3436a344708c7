package capture

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// standardInput is the name of standard input.
const standardInput = "-"

func openPath(ctx context.Context, path string) (*os.File, error) {
	if path == standardInput {
		return openStdin(), nil
	}
	if info, err := os.Stat(path); err != nil || info.Mode().IsRegular() {
		return os.Open(path)
	}
	return openPipe(ctx, path)
}

// openPipe opens a pipe. It waits for a writer or until the context is done.
func openPipe(ctx context.Context, path string) (*os.File, error) {
	type opened struct {
		file *os.File
		err  error
	}
	result := make(chan opened)
	go func() {
		file, err := os.Open(path)
		select {
		case result <- opened{file, err}:
		case <-ctx.Done():
			if err == nil {
				file.Close()
			}
		}
	}()
	select {
	case o := <-result:
		return o.file, o.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// expandAll returns the files that names stand for and the sum of their sizes, 0 if any size is unknown.
func expandAll(names []string, l Limits) (paths []string, size int64, err error) {
	if len(names) == 0 {
		return nil, 0, errors.New("no capture given")
	}
	known := true
	for _, name := range names {
		more, n, err := expand(name, l)
		if err != nil {
			return nil, 0, err
		}
		paths = append(paths, more...)
		size += max(n, 0)
		known = known && n >= 0
	}
	if !known {
		size = 0
	}
	return paths, size, nil
}

// expand returns a size of -1 if it is unknown.
func expand(name string, l Limits) ([]string, int64, error) {
	if name == standardInput {
		return []string{name}, -1, nil
	}
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, 0, err
	case info.IsDir():
		return expandFolder(name, l)
	case !info.Mode().IsRegular():
		return []string{name}, -1, nil
	}
	return []string{name}, info.Size(), probe(name, l)
}

func expandFolder(folder string, l Limits) (paths []string, size int64, err error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, 0, err
	}
	for _, entry := range entries {
		path := filepath.Join(folder, entry.Name())
		info, err := os.Stat(path)
		if err != nil || !info.Mode().IsRegular() || strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		if err := probe(path, l); errors.Is(err, errMagic) {
			continue
		} else if err != nil {
			return nil, 0, err
		}
		paths = append(paths, path)
		size += info.Size()
	}
	if len(paths) == 0 {
		return nil, 0, malformed("no capture in the folder %s", folder)
	}
	return paths, size, nil
}

// probe returns an error if a file cannot be read or does not begin like a capture. A file with a truncated header
// passes.
func probe(path string, l Limits) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = newReader(context.Background(), path, file, &counters{}, l)
	if errors.Is(err, ErrTruncated) {
		return nil
	}
	return err
}
