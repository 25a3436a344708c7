package capture

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/corpus"
)

// bigRecords returns a pcap file with one record of each length.
func bigRecords(lengths ...int) []byte {
	file := []byte{0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 17: 0xff, 20: 1, 23: 0}
	for _, n := range lengths {
		record := make([]byte, 16+n)
		binary.LittleEndian.PutUint32(record[8:], uint32(n))
		binary.LittleEndian.PutUint32(record[12:], uint32(n))
		file = append(file, record...)
	}
	return file
}

func written(t *testing.T, content []byte, window int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "capture")
	f, err := os.Create(path)
	require.NoError(t, err)
	defer f.Close()
	if window == 0 {
		_, err = f.Write(content)
		require.NoError(t, err)
		return path
	}
	z, err := zstd.NewWriter(f, zstd.WithWindowSize(window))
	require.NoError(t, err)
	_, err = z.Write(content)
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return path
}

func framesWithin(t *testing.T, l Limits, path string) (frames int, err error) {
	t.Helper()
	src, err := OpenWithin(l, path)
	if err != nil {
		return 0, err
	}
	defer src.Close()
	var b Batch
	for err == nil {
		err = src.Next(t.Context(), &b)
		frames += len(b.Frames)
	}
	return frames, err
}

func TestRecordsBeyondTheLimit(t *testing.T) {
	path := written(t, bigRecords(100, 600<<10, 100), 0)
	frames, err := framesWithin(t, Limits{Record: 512 << 10}, path)
	require.Equal(t, 1, frames)
	var limit *LimitError
	require.ErrorAs(t, err, &limit)
	require.Equal(t, LimitError{"a record", 600<<10 + 16, 512 << 10}, *limit)
	require.NotErrorIs(t, err, ErrFormat)
	frames, _ = framesWithin(t, Limits{}, path)
	require.Equal(t, 3, frames)
}

func TestWindowsBeyondTheLimit(t *testing.T) {
	corpus.Whole(t, "zstd")
	content := bigRecords(make([]int, 100_000)...)
	path := written(t, append(content, bigRecords(3 << 20)[24:]...), 4<<20)
	_, err := framesWithin(t, Limits{Window: 1 << 20}, path)
	var limit *LimitError
	require.ErrorAs(t, err, &limit)
	require.ErrorContains(t, err, "window of a zstd stream")
	require.NotErrorIs(t, err, ErrFormat)
	frames, _ := framesWithin(t, Limits{Window: 4 << 20}, path)
	require.Equal(t, 100_001, frames)
}
