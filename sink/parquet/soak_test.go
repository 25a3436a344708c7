package parquet_test

import "os"

// soaks reports whether tests should take as long as NFSTREAM_SOAK=1 asks for.
func soaks() bool { return os.Getenv("NFSTREAM_SOAK") == "1" }
