//go:build !tiny

package capture

import (
	"io"

	"github.com/klauspost/compress/zstd"
)

func openZstd(r io.Reader, window int) (io.Reader, error) {
	z, err := zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxWindow(uint64(window)))
	if err != nil {
		return nil, err
	}
	if window == zstdWindow {
		return z, nil // a larger window is malformed, as for the zstd tool
	}
	return windowed{z, window}, nil
}

// windowed converts the error of a window beyond the limit.
type windowed struct {
	*zstd.Decoder
	limit int
}

func (w windowed) Read(p []byte) (int, error) {
	n, err := w.Decoder.Read(p)
	if err == zstd.ErrWindowSizeExceeded || err == zstd.ErrDecoderSizeExceeded {
		err = &LimitError{"the window of a zstd stream", 0, w.limit}
	}
	return n, err
}
