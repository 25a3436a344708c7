package capture

import (
	"encoding/binary"
	"io"
	"slices"
)

// head reads the first bytes of a capture and detects its format.
type head struct {
	r     io.Reader
	b     []byte // read and not consumed
	by    string // the compression, empty for none
	start int64  // consumed
}

// fetch reads until b has n bytes. It returns io.EOF if the input is shorter.
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

// fetchHeader is fetch for a file header. A shorter input is ErrTruncated.
func (h *head) fetchHeader(n int) error {
	err := h.fetch(n)
	if err == io.EOF {
		return cutShort(len(h.b), n, "the file header")
	}
	return err
}

// detect reads the file header and returns the decoder of its records.
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

// unknown returns an error that describes input of no capture format. It reads at most once more, so that it does not
// block on a pipe.
func (h *head) unknown() error {
	if n := len(h.b); n >= magicSize {
		h.b = slices.Grow(h.b, foreignSize-min(n, foreignSize))
		got, _ := h.r.Read(h.b[n:max(n, foreignSize)])
		h.b = h.b[:n+got]
	}
	what := describeForeign(h.b)
	if h.by != "" {
		what = "in its " + h.by + " " + what
	}
	return &notCapture{what}
}

// detectPcapng consumes nothing, because a section header is an ordinary block.
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
