package capture

import (
	"context"
	"io"
	"testing"

	"github.com/nfstream/nfstream-go/capture/filter"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/stretchr/testify/require"
)

// batches is a Source of prepared frames.
type batches struct {
	list [][]Frame
	end  error
	sent uint64
}

func (s *batches) Next(_ context.Context, b *Batch) error {
	b.Reset()
	if len(s.list) == 0 {
		return s.end
	}
	for _, f := range s.list[0] {
		b.Append(f)
		s.sent++
	}
	s.list = s.list[1:]
	if len(s.list) == 0 {
		return s.end
	}
	return nil
}

func (s *batches) Stats() Stats { return Stats{Received: s.sent} }
func (s *batches) Close() error { return nil }

// ofVersion returns a frame with an IP packet of the given version.
func ofVersion(link packet.LinkType, version byte, time int64) Frame {
	data := make([]byte, 40)
	if link == packet.LinkEthernet {
		data = make([]byte, 54)
		data[12], data[14] = 0x08, 0x45
		if version == 6 {
			data[12], data[13] = 0x86, 0xdd
		}
	} else {
		data[0] = version << 4
	}
	return Frame{Data: data, Time: time, Length: uint32(len(data)), Link: link}
}

func TestFilterKeepsWhatMatches(t *testing.T) {
	raw, eth := packet.LinkRaw, packet.LinkEthernet
	src, err := Filter(&batches{end: io.EOF, list: [][]Frame{
		{ofVersion(raw, 4, 1), ofVersion(eth, 6, 2), ofVersion(eth, 4, 3)},
		{ofVersion(raw, 6, 4), ofVersion(eth, 6, 5)}, // nothing matches
		{ofVersion(raw, 4, 6), ofVersion(raw, 6, 7)}, // returned with io.EOF
	}}, "ip")
	require.NoError(t, err)
	var b Batch
	require.NoError(t, src.Next(context.Background(), &b))
	require.Equal(t, []int64{1, 3}, times(b.Frames))
	require.Equal(t, io.EOF, src.Next(context.Background(), &b))
	require.Equal(t, []int64{6}, times(b.Frames))
	require.Equal(t, Stats{Received: 7, Filtered: 4}, src.Stats())
	require.NoError(t, src.Close())
}

func times(frames []Frame) (list []int64) {
	for _, f := range frames {
		list = append(list, f.Time)
	}
	return list
}

func TestFilterEndsWhereItCannotTest(t *testing.T) {
	src, err := Filter(&batches{end: io.EOF, list: [][]Frame{
		{ofVersion(packet.LinkEthernet, 4, 1), ofVersion(packet.LinkRaw, 4, 2), ofVersion(packet.LinkEthernet, 4, 3)},
		{ofVersion(packet.LinkEthernet, 4, 4)},
	}}, "not ether broadcast")
	require.NoError(t, err)
	var b Batch
	require.NoError(t, src.Next(context.Background(), &b))
	require.Equal(t, []int64{1}, times(b.Frames))
	for range 2 {
		err := src.Next(context.Background(), &b)
		require.ErrorIs(t, err, filter.ErrLink)
		require.ErrorContains(t, err, "RAW (101)")
		require.Empty(t, b.Frames)
	}
}

func TestFilterRefusesNonsense(t *testing.T) {
	_, err := Filter(&batches{}, "tcp port")
	var syntax *filter.SyntaxError
	require.ErrorAs(t, err, &syntax)
	require.Equal(t, 9, syntax.Column)
}

// Next does not wait for another batch when the context is done and no frame matches.
func TestFilterHearsOfTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	src, err := Filter(&endless{cancel: cancel}, "ip6")
	require.NoError(t, err)
	var b Batch
	require.ErrorIs(t, src.Next(ctx, &b), context.Canceled)
}

// endless returns IPv4 frames forever and cancels the context on the third call.
type endless struct {
	batches
	cancel func()
	calls  int
}

func (s *endless) Next(ctx context.Context, b *Batch) error {
	b.Reset()
	if s.calls++; s.calls == 3 {
		s.cancel()
	}
	b.Append(ofVersion(packet.LinkRaw, 4, 0))
	return nil
}

func TestFilterAllocatesNothing(t *testing.T) {
	frames := make([]Frame, 100)
	for i := range frames {
		frames[i] = ofVersion(packet.LinkRaw, byte(4+i%2*2), int64(i))
	}
	src, err := Filter(&again{frames: frames}, "ip")
	require.NoError(t, err)
	var b Batch
	next := func() { require.NoError(t, src.Next(context.Background(), &b)) }
	next()
	require.Zero(t, testing.AllocsPerRun(10, next))
	require.Len(t, b.Frames, 50)
}

// again returns the same frames forever.
type again struct {
	batches
	frames []Frame
}

func (s *again) Next(_ context.Context, b *Batch) error {
	b.Reset()
	for _, f := range s.frames {
		b.Append(f)
	}
	return nil
}
