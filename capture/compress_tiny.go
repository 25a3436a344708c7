//go:build tiny

package capture

import (
	"errors"
	"fmt"
	"io"
)

// A tiny build has none of zstd.

func openZstd(io.Reader, int) (io.Reader, error) {
	return nil, fmt.Errorf("captures in zstd are not read by a tiny build: %w", errors.ErrUnsupported)
}
