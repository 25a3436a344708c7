//go:build !tiny

package output

import "github.com/klauspost/compress/zstd"

const haveZstd = true

// newZstd returns what compresses frames of zstd with little memory. Members are no larger than its window.
func newZstd() packer {
	z, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true),
		zstd.WithWindowSize(memberSize), zstd.WithEncoderLevel(zstd.SpeedFastest))
	if err != nil {
		panic(err) // options that there are
	}
	return z
}
