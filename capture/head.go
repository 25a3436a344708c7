package capture

import (
	"encoding/binary"
	"io"
	"slices"
)

// head reads the first bytes of a capture, which say what it is.
type head struct {
	r     io.Reader
	b     []byte // read and not consumed
	by    string // what compressed it, empty for nothing
	start int64  // consumed
}

// fetch reads until b has n bytes. It returns io.EOF where there are fewer.
func (h *head) fetch(n int) error {
	for idle := 0; len(h.b) < n; {
		h.b = slices.Grow(h.b, n-len(h.b))
		got, err := h.r.Read(h.b[len(h.b):n])
		h.b = h.b[:len(h.b)+got]
		if err != nil && len(h.b) < n {
			return err
		}
		if idle++; got > 0 {
			idle = 0
		} else if idle == maxIdle {
			return io.ErrNoProgress
		}
	}
	return nil
}

// fetchHeader is fetch for a file header of which a part is known to be there.
func (h *head) fetchHeader(n int) error {
	err := h.fetch(n)
	if err == io.EOF {
		return cutShort(len(h.b), n, "the file header")
	}
	return err
}

// detect reads the file header and returns the decoder of the records behind it.
func (h *head) detect(c *counters) (format, error) {
	if err := h.fetch(magicSize); err != nil && err != io.EOF {
		return nil, err
	}
	if len(h.b) < magicSize {
		return nil, h.unknown()
	}
	magic := binary.BigEndian.Uint32(h.b)
	if magic == blockSectionHeader {
		return h.detectPcapng(c)
	}
	for _, v := range pcapVariants {
		if order, ok := v.match(h.b); ok {
			return h.readPcapHeader(v, order)
		}
	}
	return nil, h.unknown()
}

// unknown says what input that is no capture looks like. It reads once more, which what a pipe has at hand is enough for.
func (h *head) unknown() error {
	if n := len(h.b); n >= magicSize {
		h.b = slices.Grow(h.b, looksSize-min(n, looksSize))
		got, _ := h.r.Read(h.b[n:max(n, looksSize)])
		h.b = h.b[:n+got]
	}
	what := looks(h.b)
	if h.by != "" {
		what = "in its " + h.by + " " + what
	}
	return &notCapture{what}
}

// detectPcapng consumes nothing, since a section header is a block like others.
func (h *head) detectPcapng(c *counters) (format, error) {
	if err := h.fetchHeader(minBlock); err != nil {
		return nil, err
	}
	if _, ok := byteOrder(h.b[8:]); !ok {
		return nil, h.unknown()
	}
	return &pcapng{counters: c}, nil
}

func (h *head) readPcapHeader(v pcapVariant, order order) (format, error) {
	size := pcapHeaderSize + v.extra
	if err := h.fetchHeader(size); err != nil {
		return nil, err
	}
	p, err := newPcap(v, order, h.b)
	if err != nil {
		return nil, err
	}
	h.b = h.b[size:]
	h.start += int64(size)
	return p, nil
}
