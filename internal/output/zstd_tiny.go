//go:build tiny

package output

// A tiny build has none of zstd.
const haveZstd = false

func newZstd() packer { return nil }
