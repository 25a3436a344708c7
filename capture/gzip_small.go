//go:build tiny || 386 || arm || mips || mipsle

package capture

import (
	"compress/gzip"
	"io"
)

func newGzip(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }
