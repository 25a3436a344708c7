//go:build mips || mips64 || ppc || ppc64 || armbe || arm64be || sparc || sparc64 || mips64p32 || s390

package parquet

// The library that encodes Parquet files takes integers from memory as little endian ones. On a big-endian machine it
// writes wrong values without an error, but for s390x, which it supports. So this package does not compile there: write
// CSV or JSON, and convert it elsewhere.
var _ = Parquet_files_would_be_wrong_on_this_big_endian_machine_so_write_CSV_or_JSON_there
