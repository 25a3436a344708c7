//go:build mips || mips64 || mips64p32 || ppc || ppc64 || armbe || arm64be || sparc || sparc64 || s390

package arrow

// The Arrow library knows s390x as the only big-endian machine. On others it declares buffers little endian and writes
// them big endian, without an error. So this package does not compile there: write CSV or JSON, and convert it elsewhere.
var _ = Arrow_data_would_be_wrong_on_this_big_endian_machine_so_write_CSV_or_JSON_there
