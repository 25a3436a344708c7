package capture

import (
	"bytes"
	"context"
	"encoding/binary"
	"io"
	"testing"

	"github.com/nfstream/nfstream-go/packet"
	"github.com/stretchr/testify/require"
)

// collect reads src to its end and returns copies of its frames, and the error that ended it.
func collect(src Source) (frames []Frame, err error) {
	var b Batch
	for {
		err = src.Next(context.Background(), &b)
		for _, f := range b.Frames {
			f.Data = bytes.Clone(f.Data)
			frames = append(frames, f)
		}
		if err != nil {
			return frames, err
		}
	}
}

// frames reads a whole well-formed capture.
func frames(t testing.TB, capture []byte) []Frame {
	t.Helper()
	src, err := NewReader(bytes.NewReader(capture))
	require.NoError(t, err)
	got, err := collect(src)
	require.Equal(t, io.EOF, err)
	return got
}

type byteOrderAppender interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

// builder makes captures byte by byte.
type builder struct {
	byteOrderAppender
	b []byte
}

var orders = map[string]byteOrderAppender{"little": binary.LittleEndian, "big": binary.BigEndian}

func (w *builder) u16(v ...uint16) *builder {
	for _, v := range v {
		w.b = w.AppendUint16(w.b, v)
	}
	return w
}

func (w *builder) u32(v ...uint32) *builder {
	for _, v := range v {
		w.b = w.AppendUint32(w.b, v)
	}
	return w
}

func (w *builder) bytes(v ...byte) *builder {
	w.b = append(w.b, v...)
	return w
}

func (w *builder) pcapHeader(magic uint32, major, minor uint16, link uint32) *builder {
	return w.u32(magic).u16(major, minor).u32(0, 0, 65535, link)
}

// block appends a pcapng block.
func (w *builder) block(kind uint32, body []byte) *builder {
	body = append(bytes.Clone(body), make([]byte, -len(body)&3)...)
	n := uint32(len(body) + minBlock)
	return w.u32(kind, n).bytes(body...).u32(n)
}

func (w *builder) part() *builder { return &builder{byteOrderAppender: w.byteOrderAppender} }

func (w *builder) sectionHeader() *builder {
	return w.block(blockSectionHeader, w.part().u32(byteOrderMagic).u16(1, 0).u32(0xffffffff, 0xffffffff).b)
}

func (w *builder) iface(link packet.LinkType, snaplen uint32, options []byte) *builder {
	return w.block(blockInterface, w.part().u16(uint16(link), 0).u32(snaplen).bytes(options...).b)
}

func (w *builder) option(code uint16, value ...byte) *builder {
	return w.u16(code, uint16(len(value))).bytes(value...).bytes(make([]byte, -len(value)&3)...)
}

func (w *builder) enhanced(number uint32, time uint64, length uint32, data []byte) *builder {
	body := w.part().u32(number, uint32(time>>32), uint32(time), uint32(len(data)), length).bytes(data...)
	return w.block(blockEnhancedPacket, body.b)
}

// ramp returns n bytes of data.
func ramp(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i)
	}
	return b
}

// pcapOf returns a little-endian capture of n packets of the given size, a millisecond apart.
func pcapOf(n, size int) []byte {
	w := &builder{byteOrderAppender: binary.LittleEndian}
	w.pcapHeader(0xa1b2c3d4, 2, 4, 1)
	data := ramp(size)
	for i := range n {
		w.u32(uint32(i/1000), uint32(i%1000*1000), uint32(size), uint32(size)).bytes(data...)
	}
	return w.b
}

// pcapngOf is pcapOf for pcapng.
func pcapngOf(n, size int) []byte {
	w := &builder{byteOrderAppender: binary.LittleEndian}
	w.sectionHeader().iface(packet.LinkEthernet, 0, nil)
	data := ramp(size)
	for i := range n {
		w.enhanced(0, uint64(i)*1000, uint32(size), data)
	}
	return w.b
}
