package workload

import (
	"bufio"
	"encoding/binary"
	"io"
)

// epoch is the time of the first packet, in seconds since 1970.
const epoch = 1_700_000_000

const (
	snapLength   = 262144
	linkEthernet = 1
)

// writer streams a classic pcap file, little-endian with times in microseconds. It keeps the first error.
type writer struct {
	out     *bufio.Writer
	packets int
	bytes   int64
	// first and last are the times of packets, in microseconds of the capture.
	first, last int64
	header      [16]byte
	err         error
}

func newWriter(w io.Writer) *writer {
	p := &writer{out: bufio.NewWriterSize(w, 1<<20)}
	var header []byte
	header = binary.LittleEndian.AppendUint32(header, 0xa1b2c3d4)
	header = binary.LittleEndian.AppendUint16(header, 2)
	header = binary.LittleEndian.AppendUint16(header, 4)
	header = append(header, 0, 0, 0, 0, 0, 0, 0, 0)
	header = binary.LittleEndian.AppendUint32(header, snapLength)
	header = binary.LittleEndian.AppendUint32(header, linkEthernet)
	p.put(header)
	return p
}

// record writes one frame of that time, in nanoseconds of the capture, and of that length on the wire.
func (p *writer) record(ns int64, frame []byte, length int) {
	us := ns / 1000
	if p.packets == 0 {
		p.first = us
	}
	p.last = us
	p.packets++
	p.bytes += int64(len(frame))
	h := p.header[:]
	binary.LittleEndian.PutUint32(h, uint32(epoch+us/1_000_000))
	binary.LittleEndian.PutUint32(h[4:], uint32(us%1_000_000))
	binary.LittleEndian.PutUint32(h[8:], uint32(len(frame)))
	binary.LittleEndian.PutUint32(h[12:], uint32(length))
	p.put(h)
	p.put(frame)
}

func (p *writer) put(b []byte) {
	if _, err := p.out.Write(b); err != nil && p.err == nil {
		p.err = err
	}
}

func (p *writer) flush() error {
	if p.err != nil {
		return p.err
	}
	return p.out.Flush()
}
