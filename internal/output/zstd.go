//go:build !tiny && !mips && !mipsle

package output

import "github.com/klauspost/compress/zstd"

const haveZstd = true

// newZstd returns a zstd packer with low memory. Members are not larger than its window.
func newZstd() packer {
	z, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithLowerEncoderMem(true),
		zstd.WithWindowSize(memberSize), zstd.WithEncoderLevel(zstd.SpeedFastest))
	if err != nil {
		panic(err) // the options are valid
	}
	return z
}
