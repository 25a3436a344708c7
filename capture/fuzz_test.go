package capture

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"github.com/stretchr/testify/require"
)

// fuzzLimit bounds the decompressed size of a fuzzed input.
const fuzzLimit = 8 << 20

func FuzzPcap(f *testing.F) {
	for _, v := range pcapVariants {
		for _, order := range orders {
			w := (&builder{byteOrderAppender: order}).pcapHeader(v.magic, 2, 4, 1).bytes(ramp(v.extra)...)
			f.Add(w.u32(1, 2, 3, 60).bytes(ramp(v.record - pcapRecordHeader + 3)...).b)
		}
	}
	f.Fuzz(func(t *testing.T, capture []byte) {
		if !bytes.HasPrefix(capture, []byte{0x0a, 0x0d, 0x0d, 0x0a}) {
			checkCapture(t, capture)
		}
	})
}

func FuzzPcapng(f *testing.F) {
	for _, order := range orders {
		w := (&builder{byteOrderAppender: order}).sectionHeader()
		w.iface(1, 4, w.part().option(optionResolution, 0x94).option(optionOffset, ramp(8)...).u16(optionEnd, 0).b)
		w.enhanced(0, 1<<40, 60, ramp(7)).block(0xbad, ramp(9))
		w.block(blockSimplePacket, w.part().u32(9).bytes(ramp(4)...).b)
		w.block(blockPacket, w.part().u16(0, 7).u32(1, 5, 2, 9).bytes(ramp(2)...).b)
		w.block(blockStatistics, w.part().u32(0, 0, 0).option(optionIfDrop, ramp(8)...).b)
		f.Add(w.b)
	}
	f.Fuzz(func(t *testing.T, capture []byte) {
		if bytes.HasPrefix(capture, []byte{0x0a, 0x0d, 0x0d, 0x0a}) {
			checkCapture(t, capture)
		}
	})
}

func FuzzCompressed(f *testing.F) {
	for _, compress := range compressors {
		f.Add(compress(pcapOf(3, 60)))
		f.Add(append(compress(pcapngOf(1, 60)), compress(pcapngOf(2, 10))...))
	}
	f.Fuzz(func(t *testing.T, capture []byte) {
		if isGzip(capture) || isZstd(capture) {
			checkCapture(t, capture)
		}
	})
}

// checkCapture asserts the invariants of every input, and that frames do not depend on the sizes of reads.
func checkCapture(t *testing.T, capture []byte) {
	whole, err := readBounded(t, bytes.NewReader(capture))
	parts, partErr := readBounded(t, chunks{bytes.NewReader(capture), 13})
	if errors.Is(err, errFuzzLimit) || errors.Is(partErr, errFuzzLimit) {
		return
	}
	require.Equal(t, whole, parts)
	if errors.Is(err, errMagic) { // the description depends on the bytes that have arrived
		require.ErrorIs(t, partErr, errMagic)
		return
	}
	require.Equal(t, err, partErr)
}

var errFuzzLimit = errors.New("enough read")

func readBounded(t *testing.T, r io.Reader) (all []Frame, err error) {
	src, err := NewReader(r)
	if err != nil {
		return nil, err
	}
	var b Batch
	for total := 0; ; {
		if err = src.Next(t.Context(), &b); err != nil {
			require.Empty(t, b.Frames)
			return all, checkError(t, err)
		}
		require.NotEmpty(t, b.Frames)
		for _, f := range b.Frames {
			require.LessOrEqual(t, len(f.Data), int(f.Length))
			total += len(f.Data) + 1
			f.Data = bytes.Clone(f.Data)
			all = append(all, f)
		}
		if total > fuzzLimit {
			return nil, errFuzzLimit
		}
	}
}

func checkError(t *testing.T, err error) error {
	if err == io.EOF {
		return err
	}
	if !errors.Is(err, ErrFormat) && !errors.Is(err, ErrTruncated) {
		t.Fatal(err)
	}
	var at *ReadError
	require.ErrorAs(t, err, &at)
	return err
}
