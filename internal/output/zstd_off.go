//go:build tiny || mips || mipsle

package output

// Tiny builds and those for 32-bit MIPS do not write zstd, for its size: 260 KB.
const haveZstd = false

func newZstd() packer { return nil }
