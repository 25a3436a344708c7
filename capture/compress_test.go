package capture

import (
	"bytes"
	"compress/gzip"
	"io"
	"testing"
	"testing/iotest"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/corpus"
)

func gzipped(b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(b)
	w.Close()
	return out.Bytes()
}

func zstdCompressed(b []byte) []byte {
	w, _ := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	return w.EncodeAll(b, nil)
}

var compressors = map[string]func([]byte) []byte{"gzip": gzipped, "zstd": zstdCompressed}

func TestCompressed(t *testing.T) {
	corpus.Whole(t, "zstd")
	for format, capture := range map[string][]byte{"pcap": pcapOf(5000, 100), "pcapng": pcapngOf(5000, 100)} {
		want := frames(t, capture)
		for name, compress := range compressors {
			require.Equal(t, want, frames(t, compress(capture)), "%s in %s", format, name)
			members := append(compress(capture[:1111]), compress(capture[1111:])...)
			require.Equal(t, want, frames(t, members), "%s in members of %s", format, name)
		}
	}
}

func TestSkippableFrameFirst(t *testing.T) {
	corpus.Whole(t, "zstd")
	capture := append([]byte{0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 2}, zstdCompressed(pcapOf(2, 60))...)
	require.Len(t, frames(t, capture), 2)
}

func TestCompressedBreaksOff(t *testing.T) {
	corpus.Whole(t, "zstd")
	for name, compress := range compressors {
		capture := append(compress(pcapOf(1000, 1000)), compress(pcapOf(1, 60)[24:])...)
		src, err := NewReader(iotest.OneByteReader(bytes.NewReader(capture[:len(capture)-8])))
		require.NoError(t, err, name)
		got, err := collect(src)
		require.ErrorIs(t, err, ErrTruncated, name)
		require.GreaterOrEqual(t, len(got), 1000, name)
	}
}

func TestCompressedMalformed(t *testing.T) {
	corpus.Whole(t, "zstd")
	for name, compress := range compressors {
		_, err := NewReader(bytes.NewReader(compress([]byte("no capture"))))
		require.ErrorIs(t, err, errMagic, name)
		capture := append(compress(pcapOf(100, 1000)), "garbage of some length"...)
		got, err := collectBytes(t, capture)
		require.Len(t, got, 100, name)
		require.ErrorIs(t, err, ErrFormat, name)
	}
}

func TestErrorOfReaderBehindDecompressor(t *testing.T) {
	corpus.Whole(t, "zstd")
	for name, compress := range compressors {
		capture := compress(pcapOf(100, 1000))
		input := io.MultiReader(bytes.NewReader(capture), iotest.ErrReader(io.ErrClosedPipe))
		src, err := NewReader(input)
		require.NoError(t, err, name)
		_, err = collect(src)
		require.ErrorIs(t, err, io.ErrClosedPipe, name)
		require.NotErrorIs(t, err, ErrFormat, name)
	}
}
