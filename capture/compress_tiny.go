//go:build tiny

package capture

import (
	"errors"
	"fmt"
	"io"
)

// A tiny build has no zstd.

func openZstd(io.Reader, int) (io.Reader, error) {
	return nil, fmt.Errorf("this tiny build has no zstd: %w", errors.ErrUnsupported)
}
