package capture

import (
	"bufio"
	"bytes"
	"io"
)

const (
	zstdWindow     = 128 << 20 // maximum window of a zstd frame in bytes, the limit of the zstd tool
	compressedRead = 64 << 10
)

// decompress replaces compressed input by its content: consecutive gzip members (RFC 1952) or zstd frames (RFC 8878).
// It removes one level of compression, without goroutines and in bounded memory.
func (h *head) decompress(window int) error {
	if err := h.fetch(magicSize); err != nil && err != io.EOF {
		return err
	}
	var open func(io.Reader) (io.Reader, error)
	switch {
	case isGzip(h.b):
		h.by, open = "gzip", openGzip
	case isZstd(h.b):
		h.by, open = "zstd", func(r io.Reader) (io.Reader, error) { return openZstd(r, window) }
	default:
		return nil
	}
	r, err := open(bufio.NewReaderSize(io.MultiReader(bytes.NewReader(h.b), h.r), compressedRead))
	if err != nil {
		return err
	}
	h.r, h.b = r, nil
	return nil
}

func isGzip(b []byte) bool { return bytes.HasPrefix(b, []byte{0x1f, 0x8b, 8}) }

// isZstd accepts skippable frames too; some writers begin with one.
func isZstd(b []byte) bool {
	if len(b) < magicSize {
		return false
	}
	magic := order(false).uint32(b)
	return magic == 0xfd2fb528 || magic&^0xf == 0x184d2a50
}

func notEOF(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

func openGzip(r io.Reader) (io.Reader, error) {
	z, err := newGzip(r)
	if err != nil {
		return nil, notEOF(err)
	}
	return z, nil
}
