package nfstream_test

import (
	"context"
	"encoding/binary"
	"io"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
)

// spoofed is a source of a QUIC Initial that comes from ever other addresses.
type spoofed struct {
	initial capture.Frame
	left    int
}

func (s *spoofed) Next(_ context.Context, b *capture.Batch) error {
	b.Reset()
	for range min(s.left, 1000) {
		s.left--
		binary.BigEndian.PutUint32(s.initial.Data[26:], 11<<24|uint32(s.left)) // the source of an IPv4 header
		s.initial.Time += 4000
		b.Append(s.initial)
	}
	if len(b.Frames) == 0 {
		return io.EOF
	}
	return nil
}

func (s *spoofed) Stats() capture.Stats { return capture.Stats{} }
func (s *spoofed) Close() error         { return nil }

// Without a bound, inspection has one, so that no flood of flows whose inspection takes long takes all memory.
func TestInspectionIsBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("this takes long")
	}
	src, err := capture.Open("testdata/quic.pcap")
	require.NoError(t, err)
	defer src.Close()
	var b capture.Batch
	require.NoError(t, src.Next(t.Context(), &b))
	var initial capture.Frame
	for _, f := range b.Frames {
		if len(f.Data) > 1200 && f.Data[12] == 8 && f.Data[23] == 17 {
			initial = f
			break
		}
	}
	require.NotEmpty(t, initial.Data)
	for memory, shed := range map[int]bool{0: true, nfstream.Unlimited: false} {
		s, err := nfstream.New(&spoofed{initial, 70_000}, nfstream.Config{Memory: memory, Workers: 2})
		require.NoError(t, err)
		for _, err := range s.Flows(t.Context()) {
			require.NoError(t, err)
		}
		stats := s.Stats()
		require.Equal(t, shed, stats.Uninspected+stats.CutShort > 0, memory)
		require.EqualValues(t, 70_000, stats.Exported())
		require.Zero(t, s.Budget())
	}
}

// Interfaces are metered within DefaultMemory, with rings as large as without a bound.
func TestInterfacesAreBounded(t *testing.T) {
	for memory, bounded := range map[int]bool{0: true, nfstream.Unlimited: false} {
		s, err := nfstream.Open("lo", nfstream.Config{Memory: memory, Workers: 1})
		if err != nil {
			t.Skip("no interface to capture on:", err)
		}
		budget := s.Budget()
		require.NoError(t, s.Close())
		require.Equal(t, bounded, budget.Total() > 0)
		require.LessOrEqual(t, budget.Total(), nfstream.DefaultMemory())
		if bounded {
			require.Equal(t, 8<<20, budget.Rings)
		}
	}
}
