package nfstream_test

import (
	"context"
	"errors"
	"io"
	"net/netip"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/packet"
)

// ofHosts is a source of the frames of a capture between some hosts, as one of those that share an interface.
type ofHosts struct {
	capture.Source
	decoder  *packet.Decoder
	of, mine int
	end      error
	closed   *atomic.Int32
}

func (p *ofHosts) Next(ctx context.Context, b *capture.Batch) error {
	err := p.Source.Next(ctx, b)
	b.Frames = slices.DeleteFunc(b.Frames, func(f capture.Frame) bool {
		var k packet.Packet
		k.Data, k.Time, k.WireLength = f.Data, f.Time, f.Length
		p.decoder.Decode(&k, f.Link)
		sum := 0
		for _, a := range []netip.Addr{k.Key.AddrA(), k.Key.AddrB()} {
			for _, x := range a.AsSlice() {
				sum += int(x)
			}
		}
		return sum%p.of != p.mine
	})
	if len(b.Frames) > 0 {
		b.Clock = b.Frames[len(b.Frames)-1].Time
	}
	if errors.Is(err, io.EOF) && p.end != nil {
		return p.end
	}
	return err
}

func (p *ofHosts) Close() error {
	p.closed.Add(1)
	return p.Source.Close()
}

// sharing returns a stream whose shards have sources that share the frames of a capture.
func sharing(t *testing.T, workers int, end error) (*nfstream.Streamer, *atomic.Int32) {
	t.Helper()
	var sources []capture.Source
	closed := new(atomic.Int32)
	for i := range workers {
		src, err := capture.Open("testdata/web.pcap")
		require.NoError(t, err)
		sources = append(sources, &ofHosts{Source: src, decoder: packet.NewDecoder(packet.Options{Tunnels: true}), of: workers, mine: i,
			end: end, closed: closed})
	}
	s, err := nfstream.NewShared(sources, nfstream.Config{Workers: workers, Fields: []string{"src_ip", "src_port", "dst_port",
		"protocol", "bidirectional_packets", "application_name", "id"}})
	require.NoError(t, err)
	return s, closed
}

func sortedRows(t *testing.T, s *nfstream.Streamer) (rows []string, ids map[string]bool, err error) {
	t.Helper()
	ids = map[string]bool{}
	for f, e := range s.Flows(t.Context()) {
		if err = e; err != nil {
			break
		}
		row := ""
		for _, c := range s.Columns() {
			if c.Name == "id" {
				ids[c.Text(f)] = true
				continue
			}
			row += c.Text(f) + " "
		}
		rows = append(rows, row)
	}
	slices.Sort(rows)
	return rows, ids, err
}

// Shards with sources of their own bring the same flows as one, each with an ID of its own.
func TestSourcesOfTheirOwn(t *testing.T) {
	one, err := nfstream.Open("testdata/web.pcap", nfstream.Config{Workers: 1, Fields: []string{"src_ip", "src_port", "dst_port", "protocol",
		"bidirectional_packets", "application_name", "id"}})
	require.NoError(t, err)
	want, _, err := sortedRows(t, one)
	require.NoError(t, err)
	require.NotEmpty(t, want)
	for _, workers := range []int{2, 3} {
		s, closed := sharing(t, workers, nil)
		got, ids, err := sortedRows(t, s)
		require.NoError(t, err)
		require.Equal(t, want, got)
		require.Len(t, ids, len(want))
		require.EqualValues(t, workers, closed.Load())
		stats, single := s.Stats(), one.Stats()
		require.Equal(t, single.Flows, stats.Flows)
		require.Equal(t, single.Frames[packet.OK], stats.Frames[packet.OK])
	}
}

func TestErrorOfASharedSource(t *testing.T) {
	broken := errors.New("broken")
	s, _ := sharing(t, 2, broken)
	rows, _, err := sortedRows(t, s)
	require.ErrorIs(t, err, broken)
	require.NotEmpty(t, rows, "the flows come before it")
}

func TestConsumerOfSharedSourcesHasEnough(t *testing.T) {
	s, closed := sharing(t, 3, nil)
	for range s.Flows(t.Context()) {
		break
	}
	require.EqualValues(t, 3, closed.Load())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	s, _ = sharing(t, 2, nil)
	for f, err := range s.Flows(ctx) {
		if f == nil {
			require.ErrorIs(t, err, context.Canceled)
		}
	}
}
