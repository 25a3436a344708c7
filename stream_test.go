package nfstream_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/record"
	"github.com/nfstream/nfstream-go/l7/label"
	"github.com/nfstream/nfstream-go/packet"
)

// manyTicks returns a packet a millisecond for each of so many flows in turn.
func manyTicks(packets, flows int) []tick {
	all := make([]tick, packets)
	for i := range all {
		all[i] = tick{flow: byte(1 + i%flows), time: int64(1e18) + int64(i)*int64(time.Millisecond)}
	}
	return all
}

// broken hands out its frames and fails then.
type broken struct {
	ticks
	err    error
	closed int
}

func (b *broken) Next(ctx context.Context, batch *capture.Batch) error {
	err := b.ticks.Next(ctx, batch)
	if errors.Is(err, io.EOF) {
		return b.err
	}
	return err
}

func (b *broken) Close() error {
	b.closed++
	return nil
}

func TestFlowsBeforeAnError(t *testing.T) {
	for _, workers := range []int{1, 3} {
		boom := errors.New("boom")
		src := &broken{ticks: ticks{left: manyTicks(500, 9), batch: 64}, err: boom}
		s, err := nfstream.New(src, nfstream.Config{Workers: workers})
		require.NoError(t, err)
		n := 0
		for f, e := range s.Flows(t.Context()) {
			if e != nil {
				require.Nil(t, f)
				err = e
				break
			}
			n++
		}
		require.ErrorIs(t, err, boom)
		require.Equal(t, 9, n, "every flow comes before the error")
		require.Equal(t, 1, src.closed)
		for _, e := range s.Flows(t.Context()) {
			require.ErrorIs(t, e, nfstream.ErrUsed)
		}
	}
}

// endless repeats a packet of each of some flows for ever.
type endless struct{ ticks }

func (e *endless) Next(ctx context.Context, b *capture.Batch) error {
	e.left = manyTicks(100, 10)
	_ = e.ticks.Next(ctx, b)
	return ctx.Err()
}

func TestCancellingExportsWhatIsAlive(t *testing.T) {
	for _, workers := range []int{1, 3} {
		ctx, cancel := context.WithCancelCause(t.Context())
		stop := errors.New("enough")
		s, err := nfstream.New(&endless{ticks{batch: 100}}, nfstream.Config{Workers: workers})
		require.NoError(t, err)
		time.AfterFunc(20*time.Millisecond, func() { cancel(stop) })
		n := 0
		for _, e := range s.Flows(ctx) {
			if e != nil {
				err = e
				break
			}
			n++
		}
		require.ErrorIs(t, err, stop)
		require.Equal(t, 10, n)
	}
}

func TestBreakingTheLoopReleasesEverything(t *testing.T) {
	before := runtime.NumGoroutine()
	for _, workers := range []int{1, 4} {
		src := &broken{ticks: ticks{left: manyTicks(20_000, 200), batch: 100}, err: io.EOF}
		s, err := nfstream.New(src, nfstream.Config{Workers: workers, IdleTimeout: time.Millisecond})
		require.NoError(t, err)
		for range s.Flows(t.Context()) {
			break
		}
		require.Equal(t, 1, src.closed)
		require.LessOrEqual(t, runtime.NumGoroutine(), before, "%d workers", workers)
	}
}

// failing is a sink that takes so many flows.
type failing struct{ left int }

func (f *failing) Write(*nfstream.Flow) error {
	if f.left--; f.left < 0 {
		return os.ErrClosed
	}
	return nil
}

func (f *failing) Flush() error { return nil }

func TestSinkErrorsEndTheRun(t *testing.T) {
	for _, workers := range []int{1, 3} {
		s, err := nfstream.New(&endless{ticks{batch: 100}}, nfstream.Config{Workers: workers,
			IdleTimeout: time.Millisecond})
		require.NoError(t, err)
		err = s.Run(t.Context(), &failing{left: 0}, &failing{left: 1 << 30})
		require.ErrorIs(t, err, os.ErrClosed)
		var sinkError *nfstream.SinkError
		require.ErrorAs(t, err, &sinkError)
	}
}

func TestConfigRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		cfg  nfstream.Config
		says string
	}{
		"negative idle":   {nfstream.Config{IdleTimeout: -time.Second}, "IdleTimeout is -1s: want a time of at least 0"},
		"negative active": {nfstream.Config{ActiveTimeout: -1}, "ActiveTimeout is -1ns: want a time of at least 0"},
		"idle in ns": {nfstream.Config{IdleTimeout: 30},
			"IdleTimeout is 30ns: want at least 1ms; 30 is 30 ns, perhaps 30 * time.Second was meant"},
		"active in ns": {nfstream.Config{ActiveTimeout: 300},
			"ActiveTimeout is 300ns: want at least 1ms; 300 is 300 ns, perhaps 300 * time.Second was meant"},
		"duration in ns": {nfstream.Config{Duration: 60}, "perhaps 60 * time.Second was meant"},
		"duration":       {nfstream.Config{Duration: -time.Second}, "Duration is -1s: want a time of at least 0"},
		"block in ns":    {nfstream.Config{BlockTimeout: 50}, "BlockTimeout is 50ns: want at least 1ms"},
		"just too short": {nfstream.Config{IdleTimeout: time.Millisecond - 1}, "IdleTimeout is 999.999µs: want at least 1ms"},
		"endless idle":   {nfstream.Config{IdleTimeout: 1<<63 - 1}, "IdleTimeout"},
		"snaplen":        {nfstream.Config{Snaplen: -5}, "Snaplen is -5: want 1 to"},
		"splt":           {nfstream.Config{SPLT: 1000}, "SPLT is 1000: want 0 to 255"},
		"workers":        {nfstream.Config{Workers: -1}, "Workers"},
		"flows":          {nfstream.Config{MaxFlows: -1}, "MaxFlows is -1: want at least 1"},
		"table":          {nfstream.Config{TableSize: -2}, "TableSize"},
		"accounting":     {nfstream.Config{AccountingMode: 4}, "AccountingMode is 4"},
		"switch":         {nfstream.Config{Dissect: 9}, "Dissect"},
		"unknown column": {nfstream.Config{Fields: []string{"id", "bogus"}}, `Fields names "bogus": want a column, or a group of`},
		"near column":    {nfstream.Config{Fields: []string{"src-ip"}}, `Fields names "src-ip": want perhaps src_ip`},
		"near group":     {nfstream.Config{Fields: []string{"defualt"}}, `Fields names "defualt": want perhaps default`},
		"of nfstream 6": {nfstream.Config{Fields: []string{"bidirectional_stddev_ps"}},
			"a column of nfstream 6, which the group nfstream6 has; here it is bidirectional_stdev_raw_ps"},
		"category of nfstream 6": {nfstream.Config{Fields: []string{"application_category_name"}}, "here it is category_name"},
		"bytes of nfstream 6":    {nfstream.Config{Fields: []string{"src2dst_bytes"}}, "here it is src2dst_raw_bytes"},
		"plug-in of nfstream 6": {nfstream.Config{Fields: []string{"udps.packet_with_40_ip_size"},
			Plugins: []nfstream.Plugin{packetsOfSize(40)}}, "want packet_with_40_ip_size: columns of plug-ins"},
		"needs statistics": {nfstream.Config{Fields: []string{"src2dst_max_ip_ps"}}, "needs Statistics"},
		"nil plug-in":      {nfstream.Config{Plugins: []nfstream.Plugin{nil}}, "Plugins"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := nfstream.New(&ticks{}, c.cfg)
			require.ErrorIs(t, err, nfstream.ErrConfig)
			require.ErrorContains(t, err, c.says)
		})
	}
	_, err := nfstream.New(nil, nfstream.Config{})
	require.ErrorIs(t, err, nfstream.ErrSource)
	_, err = nfstream.Open("no-such-file-or-interface", nfstream.Config{})
	require.ErrorIs(t, err, nfstream.ErrSource)
	notCapture := filepath.Join(t.TempDir(), "notes.txt")
	require.NoError(t, os.WriteFile(notCapture, []byte("these are notes, and no capture"), 0o600))
	_, err = nfstream.Open(notCapture, nfstream.Config{})
	require.ErrorIs(t, err, nfstream.ErrFormat)
}

func TestStatsAddUp(t *testing.T) {
	for _, workers := range []int{1, 3} {
		all := append(manyTicks(1000, 20), tick{flow: 0, time: 2e18}) // the last is noise, long after
		s, err := nfstream.New(&ticks{left: all, batch: 77}, nfstream.Config{Workers: workers})
		require.NoError(t, err)
		require.NoError(t, s.Run(t.Context()))
		stats := s.Stats()
		require.EqualValues(t, 1000, stats.Frames[packet.OK])
		require.EqualValues(t, 1, stats.Frames.Ignored())
		require.EqualValues(t, 20, stats.Flows)
		require.EqualValues(t, 20, stats.Ended[flow.Idle], "the noise moved the clock on")
		require.EqualValues(t, 20, stats.Exported())
	}
}

// In steady state the whole way of a packet, from the source to the end of its flow, allocates nothing.
func TestNothingIsAllocatedAPacket(t *testing.T) {
	run := func(packets int) float64 {
		frames := manyFrames(packets)
		return testing.AllocsPerRun(3, func() {
			s, err := nfstream.New(&lent{frames: frames}, nfstream.Config{Workers: 1, Statistics: true, SPLT: 3,
				IdleTimeout: 50 * time.Millisecond})
			require.NoError(t, err)
			require.NoError(t, s.Run(t.Context()))
		})
	}
	few, many := run(20_000), run(120_000)
	require.InDelta(t, few, many, 10, "100,000 packets more make no difference")
}

func manyFrames(n int) (frames []capture.Frame) {
	for _, k := range manyTicks(n, 200) {
		frames = append(frames, k.frame())
	}
	return frames
}

// lent hands out frames that it keeps.
type lent struct {
	ticks
	frames []capture.Frame
}

func (l *lent) Next(_ context.Context, b *capture.Batch) error {
	b.Reset()
	n := min(512, len(l.frames))
	b.Frames = append(b.Frames, l.frames[:n]...)
	l.frames = l.frames[n:]
	if n == 0 {
		return io.EOF
	}
	return nil
}

func TestColumnsAreInOrder(t *testing.T) {
	s, err := nfstream.New(&ticks{}, nfstream.Config{})
	require.NoError(t, err)
	defer s.Close()
	var names []string
	for _, c := range s.Columns() {
		names = append(names, c.Name)
		require.NotEmpty(t, c.Doc, c.Name)
	}
	require.Equal(t, []string{"id",
		"bidirectional_first_seen_ms", "bidirectional_last_seen_ms", "src2dst_first_seen_ms", "src2dst_last_seen_ms",
		"dst2src_first_seen_ms", "dst2src_last_seen_ms", "version", "src_port", "dst_port", "protocol", "vlan_id", "src_ip",
		"dst_ip", "bidirectional_packets", "bidirectional_raw_bytes", "bidirectional_ip_bytes", "bidirectional_duration_ms",
		"src2dst_packets", "src2dst_raw_bytes", "src2dst_ip_bytes", "src2dst_duration_ms", "dst2src_packets",
		"dst2src_raw_bytes", "dst2src_ip_bytes", "dst2src_duration_ms", "expiration_id", "master_protocol", "app_protocol",
		"application_name", "category_name", "client_info", "server_info", "j3a_client", "j3a_server"}, names)
}

func TestFieldsChooseColumns(t *testing.T) {
	for fields, want := range map[string][]string{
		"dst_ip,id":   {"dst_ip", "id"},
		"as,id,as":    {"as_number", "as_name", "id"},
		"splt":        {"splt_direction", "splt_ps", "splt_piat_ms"},
		"label":       {"application_is_guessed", "application_confidence", "application_breed"},
		"end,src_mac": {"end_reason", "missed_packets", "out_of_order_packets", "partial_packets", "src_mac"},
	} {
		s, err := nfstream.New(&ticks{}, nfstream.Config{Fields: strings.Split(fields, ",")})
		require.NoError(t, err)
		var got []string
		for _, c := range s.Columns() {
			got = append(got, c.Name)
		}
		require.Equal(t, want, got)
		require.NoError(t, s.Close())
	}
}

func TestAppendMillis(t *testing.T) {
	for ns, want := range map[int64]string{
		0: "0.0", -1e6: "-1.0", 1: "0.000001", 1000: "0.001", 1e6: "1.000", 1436721000123456000: "1436721000123.456",
		1436721000123456789: "1436721000123.456789", -2500000: "-2.500", 1<<63 - 1: "9223372036854.775807", 1100: "0.001100",
	} {
		require.Equal(t, want, string(nfstream.AppendMillis(nil, ns)))
	}
}

// The examples of the Community ID specification for TCP, UDP and SCTP.
func TestCommunityID(t *testing.T) {
	var f flow.Flow
	for _, c := range []struct {
		proto    uint8
		src, dst [4]byte
		sp, dp   uint16
		want     string
	}{
		{6, [4]byte{128, 232, 110, 120}, [4]byte{66, 35, 250, 204}, 34855, 80, "1:LQU9qZlK+B5F3KDmev6m5PMibrg="},
		{6, [4]byte{66, 35, 250, 204}, [4]byte{128, 232, 110, 120}, 80, 34855, "1:LQU9qZlK+B5F3KDmev6m5PMibrg="},
		{17, [4]byte{192, 168, 1, 52}, [4]byte{8, 8, 8, 8}, 54585, 53, "1:d/FP5EW3wiY1vCndhwleRRKHowQ="},
		{132, [4]byte{192, 168, 170, 8}, [4]byte{192, 168, 170, 56}, 7, 80, "1:jQgCxbku+pNGw8WPbEc/TS/uTpQ="},
	} {
		core := &record.Core{}
		f.Show(core, label.Label{}, nil, nil, nil)
		k := &core.Key
		k.Ver, k.Proto = 4, c.proto
		copy(k.A[12:], c.src[:])
		copy(k.B[12:], c.dst[:])
		k.PortA, k.PortB = c.sp, c.dp
		k.Order()
		s, err := nfstream.New(&ticks{}, nfstream.Config{Fields: []string{"community_id"}})
		require.NoError(t, err)
		require.Equal(t, c.want, s.Columns()[0].Text(&f))
	}
}
