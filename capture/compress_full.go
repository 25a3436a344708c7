//go:build !tiny

package capture

import (
	"io"

	"github.com/klauspost/compress/zstd"
)

const zstdWindow = 128 << 20 // bytes of history that a zstd frame may demand, as zstd's own tool allows

func openZstd(r io.Reader) (io.Reader, error) {
	return zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
		zstd.WithDecoderMaxWindow(zstdWindow))
}
