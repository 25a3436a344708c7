package capture

import (
	"bufio"
	"bytes"
	"io"
)

const (
	zstdWindow     = 128 << 20 // bytes of history that a zstd frame may demand, as zstd's own tool allows
	compressedRead = 64 << 10
)

// decompress replaces the input by what is in it if it is compressed: members of gzip (RFC 1952) or frames of zstd
// (RFC 8878), one behind the other. One level of compression is undone, without goroutines and in bounded memory.
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

// isZstd knows skippable frames too, with which some writers begin.
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
