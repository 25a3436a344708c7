package capture

import (
	"bytes"
	"context"
	"io"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"
	"github.com/stretchr/testify/require"
)

const corpusFolder = "../../shared/corpus/pcap"

func corpusFiles(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(corpusFolder, "*.*cap*"))
	require.NoError(t, err)
	if len(files) > 0 {
		return files
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("no captures in %s", corpusFolder)
	}
	t.Skipf("no captures in %s", corpusFolder)
	return nil
}

// oracle is the interface of both pcapgo readers.
type oracle interface {
	gopacket.ZeroCopyPacketDataSource
	LinkType() layers.LinkType
}

func newOracle(capture []byte) (oracle, error) {
	if bytes.HasPrefix(capture, []byte{0x0a, 0x0d, 0x0d, 0x0a}) {
		return pcapgo.NewNgReader(bytes.NewReader(capture), pcapgo.NgReaderOptions{WantMixedLinkType: true})
	}
	return pcapgo.NewReader(bytes.NewReader(capture))
}

func TestSameFramesAsPcapgo(t *testing.T) {
	for _, file := range corpusFiles(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			capture, err := os.ReadFile(file)
			require.NoError(t, err)
			want, err := newOracle(capture)
			if err != nil {
				t.Skipf("pcapgo: %v", err)
			}
			src, err := OpenFile(file)
			require.NoError(t, err)
			defer src.Close()
			compareWith(t, want, src)
		})
	}
}

func compareWith(t *testing.T, want oracle, src Source) {
	var b Batch
	for n := 0; ; {
		err := src.Next(context.Background(), &b)
		for i := range b.Frames {
			compareFrame(t, n, want, &b.Frames[i])
			n++
		}
		if err == nil {
			continue
		}
		_, _, end := want.ZeroCopyReadPacketData()
		require.Error(t, end, "pcapgo has more than %d frames", n)
		if end == io.EOF {
			require.Equal(t, io.EOF, err)
		}
		return
	}
}

func compareFrame(t *testing.T, n int, want oracle, f *Frame) {
	data, info, err := want.ZeroCopyReadPacketData()
	require.NoError(t, err, "frame %d", n)
	if !bytes.Equal(data, f.Data) {
		t.Fatalf("frame %d: data differ", n)
	}
	link := want.LinkType()
	if len(info.AncillaryData) > 0 {
		link = info.AncillaryData[0].(layers.LinkType)
	}
	require.Equal(t, clamped(info.Timestamp), f.Time, "frame %d", n)
	require.Equal(t, max(info.Length, info.CaptureLength), int(f.Length), "frame %d", n)
	require.Equal(t, link, layers.LinkType(f.Link), "frame %d", n)
}

// clamped is the time in nanoseconds since the epoch, in the range of int64.
func clamped(t time.Time) int64 {
	switch seconds := t.Unix(); {
	case seconds >= math.MaxInt64/1_000_000_000:
		return math.MaxInt64
	case seconds <= math.MinInt64/1_000_000_000:
		return math.MinInt64
	}
	return t.UnixNano()
}
