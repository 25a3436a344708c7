//go:build tiny

package capture

import (
	"errors"
	"fmt"
	"io"
)

// A tiny build has none of zstd.

func openZstd(io.Reader, int) (io.Reader, error) {
	return nil, fmt.Errorf("this is a tiny build, which has no zstd: %w", errors.ErrUnsupported)
}
