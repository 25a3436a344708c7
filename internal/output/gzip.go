package output

import (
	"bytes"
	"compress/gzip"
	"time"
)

const (
	// memberSize is how many bytes of rows make a member, which is written as a whole, so that a compressed file holds
	// whole rows, whatever happens to its writer.
	memberSize = 256 << 10
	// memberAge is how long rows may wait for others to be compressed with.
	memberAge = 5 * time.Second
)

// members writes a gzip file, a member at a time.
type members struct {
	file  counted
	now   func() time.Time
	z     *gzip.Writer
	buf   bytes.Buffer // the member under way
	raw   int          // bytes of rows in it
	begun time.Time
}

func newMembers(file counted, now func() time.Time) *members {
	m := &members{file: file, now: now}
	m.z, _ = gzip.NewWriterLevel(&m.buf, gzip.BestSpeed) // a level that there is
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
		_ = m.file.Unwrite(n) // the write's own error tells more
	}
	return err
}
