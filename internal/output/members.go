package output

import (
	"bytes"
	"compress/gzip"
	"io"
	"time"
)

const (
	// memberSize is the number of bytes of rows in a member. A member is written as a whole, so that a compressed
	// file always holds whole rows.
	memberSize = 256 << 10
	// memberAge is the maximum time that rows wait in a member.
	memberAge = 5 * time.Second
)

// packer compresses members: members of a gzip file (RFC 1952, section 2.2), or frames of a zstd file (RFC 8878,
// section 3.1).
type packer interface {
	io.WriteCloser
	Reset(io.Writer)
}

// openPacker returns the packer for an extension. Each extension that Format accepts has one.
func openPacker(end string) packer {
	if end == zstded {
		return newZstd()
	}
	z, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // a valid level
	return z
}

// members writes a compressed file, a member at a time.
type members struct {
	file  counted
	now   func() time.Time
	z     packer
	buf   bytes.Buffer // the member under way
	raw   int          // bytes of rows in it
	begun time.Time
}

func newMembers(file counted, z packer, now func() time.Time) *members {
	m := &members{file: file, now: now, z: z}
	m.z.Reset(&m.buf)
	return m
}

// Write adds rows to the member.
func (m *members) Write(p []byte) (int, error) {
	if m.raw == 0 {
		m.begun = m.now()
	}
	m.raw += len(p)
	return m.z.Write(p)
}

// end writes the member.
func (m *members) end() error {
	defer func() {
		m.buf.Reset()
		m.z.Reset(&m.buf)
		m.raw = 0
	}()
	if err := m.z.Close(); err != nil {
		return err
	}
	n, err := m.file.Write(m.buf.Bytes())
	if err != nil && n > 0 {
		_ = m.file.Unwrite(n) // the error of the write is more useful
	}
	return err
}
