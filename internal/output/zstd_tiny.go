//go:build tiny

package output

// A tiny build has no zstd.
const haveZstd = false

func newZstd() packer { return nil }
