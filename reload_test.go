package nfstream_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/nfstream/nfstream-go/sink/csv"
)

// interrupted calls a function before some of its batches.
type interrupted struct {
	capture.Source
	n    int
	call func(n int)
}

func (s *interrupted) Next(ctx context.Context, b *capture.Batch) error {
	if s.n++; s.n%2 == 0 {
		s.call(s.n / 2)
	}
	return s.Source.Next(ctx, b)
}

// latest writes rows with the columns of the latest settings.
type latest struct {
	columns atomic.Pointer[[]*nfstream.Column]
	seen    map[uint64]int
	packets uint64
	text    []byte
}

func (l *latest) Flush() error { return nil }
func (l *latest) Write(f *nfstream.Flow) error {
	l.seen[f.ID()]++
	l.packets += f.Bidirectional().Packets
	for _, c := range *l.columns.Load() {
		l.text = c.AppendText(l.text[:0], f)
	}
	return nil
}

// whole returns the captures that are not cut short.
func whole(t *testing.T) []string {
	return slices.DeleteFunc(corpus.Own(t), func(name string) bool { return strings.Contains(name, "cut") })
}

func reloads() []nfstream.Config {
	return []nfstream.Config{
		{},
		{Fields: []string{"all", "nfstream6"}, Statistics: true, SPLT: 5},
		{Fields: []string{"id", "risks"}, IdleTimeout: 10 * time.Millisecond, ActiveTimeout: 100 * time.Millisecond},
		{Fields: []string{"nfstream6", "first_packet", "rtp", "content"}, Statistics: true, SPLT: 9,
			AccountingMode: nfstream.AccountPayload},
		{Fields: []string{"all"}, TableSize: 3, DecodeTunnels: nfstream.Off, Passwords: true, MaxTCPDissections: 2},
		{Fields: []string{"all"}, TimeFormat: nfstream.TimeISO, Null: nfstream.Empty, SPLT: 9,
			AccountingMode: nfstream.AccountTransport},
	}
}

// Settings change all along, and each flow is exported once with all its packets.
func TestReloadLosesNothing(t *testing.T) {
	for _, workers := range []int{1, 2, 3} {
		t.Run(fmt.Sprint(workers), func(t *testing.T) {
			src, err := capture.Open(whole(t)...)
			require.NoError(t, err)
			var s *nfstream.Streamer
			out := &latest{seen: map[uint64]int{}}
			all := reloads()
			changes := 0
			s, err = nfstream.New(&interrupted{Source: src, call: func(n int) {
				changes++
				next, err := s.Prepare(all[n%len(all)])
				require.NoError(t, err)
				next.Apply()
				columns := next.Columns()
				out.columns.Store(&columns)
			}}, nfstream.Config{Workers: workers})
			require.NoError(t, err)
			columns := s.Columns()
			out.columns.Store(&columns)
			require.NoError(t, s.Run(t.Context(), out))
			stats := s.Stats()
			require.Greater(t, changes, 50)
			require.EqualValues(t, stats.Flows, len(out.seen))
			for id, n := range out.seen {
				require.Equal(t, 1, n)
				require.Less(t, id, stats.Flows)
			}
			require.Equal(t, stats.Frames[packet.OK], out.packets)
		})
	}
}

// Rows do not change if the settings do not.
func TestReloadOfTheSameSettings(t *testing.T) {
	cfg := nfstream.Config{Fields: []string{"all"}, Statistics: true, SPLT: 4, Workers: 2}
	rows := func(reload bool) string {
		src, err := capture.Open(whole(t)...)
		require.NoError(t, err)
		var s *nfstream.Streamer
		s, err = nfstream.New(&interrupted{Source: src, call: func(int) {
			if reload {
				next, err := s.Prepare(cfg)
				require.NoError(t, err)
				require.Empty(t, next.Kept())
				next.Apply()
			}
		}}, cfg)
		require.NoError(t, err)
		var text bytes.Buffer
		require.NoError(t, s.Run(t.Context(), csv.NewWriter(&text, s.Columns())))
		return text.String()
	}
	require.Equal(t, rows(false), rows(true))
}

// What was not kept of a flow at its start stays unknown; flows that start later have it.
func TestReloadShowsWholeValuesOnly(t *testing.T) {
	var s *nfstream.Streamer
	ms := int64(time.Millisecond)
	src := &ticks{batch: 4}
	for i := range 40 {
		src.left = append(src.left, tick{flow: byte(1 + i/20), time: int64(i+1) * ms})
		src.left = append(src.left, tick{flow: 3, time: int64(i+1) * ms})
	}
	after := nfstream.Config{Workers: 1, Statistics: true, SPLT: 2,
		Fields: []string{"id", "splt_ps", "src2dst_min_raw_ps", "src2dst_max_raw_ps"}}
	var text bytes.Buffer
	var err error
	s, err = nfstream.New(&interrupted{Source: src, call: func(n int) {
		if n == 3 {
			next, err := s.Prepare(after)
			require.NoError(t, err)
			next.Apply()
		}
	}}, nfstream.Config{Workers: 1})
	require.NoError(t, err)
	other, err := nfstream.New(&ticks{}, after)
	require.NoError(t, err)
	require.NoError(t, s.Run(t.Context(), csv.NewWriter(&text, other.Columns())))
	lines := strings.Split(strings.TrimSpace(text.String()), "\n")
	require.Len(t, lines, 4)
	require.Equal(t, []string{"0,[],-1.0,-1.0", "1,[],-1.0,-1.0"}, lines[1:3])
	require.Regexp(t, `^2,"\[\d+,\d+\]",[1-9]`, lines[3])
}

// What cannot change is named and keeps its value.
func TestReloadKeeps(t *testing.T) {
	s, err := nfstream.New(&ticks{}, nfstream.Config{Workers: 2})
	require.NoError(t, err)
	defer s.Close()
	next, err := s.Prepare(nfstream.Config{Workers: 3, Filter: "tcp", Dissect: nfstream.Off, IgnoreVLAN: true, Statistics: true})
	require.NoError(t, err)
	require.Equal(t, []string{"Filter", "Dissect", "IgnoreVLAN", "Workers"}, next.Kept())
	_, err = s.Prepare(nfstream.Config{Workers: 2, Fields: []string{"nonsense"}})
	require.ErrorIs(t, err, nfstream.ErrConfig)
	_, err = s.Prepare(nfstream.Config{Workers: 2, Rules: []string{"/nowhere"}})
	require.ErrorIs(t, err, nfstream.ErrConfig)
	require.Len(t, s.Columns(), 35)
	next.Apply()
	require.Greater(t, len(s.Columns()), 35)
}

// Sinks of one run have columns of their own.
func TestColumnsOf(t *testing.T) {
	corpus.Whole(t, "pseudonyms")
	s, err := nfstream.New(&ticks{left: []tick{{flow: 1, time: 5e6}}, batch: 1}, nfstream.Config{Workers: 1,
		Fields: []string{"default", "end"}, Anonymize: []string{"src_ip"}, AnonymizeKey: []byte("0123456789abcdef")})
	require.NoError(t, err)
	var one, two bytes.Buffer
	first, err := s.ColumnsOf(nfstream.Selection{Fields: []string{"end_reason", "src_ip", "id"}})
	require.NoError(t, err)
	second, err := s.ColumnsOf(nfstream.Selection{Fields: []string{"src2dst_first_seen_ms", "dst2src_duration_ms"},
		TimeFormat: nfstream.TimeNanos, Null: nfstream.Empty})
	require.NoError(t, err)
	_, err = s.ColumnsOf(nfstream.Selection{Fields: []string{"tcp_fingerprint"}})
	require.ErrorIs(t, err, nfstream.ErrConfig)
	require.NoError(t, s.Run(t.Context(), csv.NewWriter(&one, first), csv.NewWriter(&two, second)))
	require.Regexp(t, "^end_reason,src_ip,id\nend_of_capture,[0-9a-f]{32},0\n$", one.String())
	require.Equal(t, "src2dst_first_seen_ms,dst2src_duration_ms\n5000000,\n", two.String())
}

// Shards with sources of their own change while others are at work.
func TestReloadOfSharedSources(t *testing.T) {
	s, _ := sharing(t, 3, nil)
	stop := make(chan struct{})
	done := make(chan struct{})
	go func() {
		defer close(done)
		all := reloads()
		for n := 0; ; n++ {
			select {
			case <-stop:
				return
			default:
			}
			cfg := all[n%len(all)]
			cfg.Workers = 3
			next, err := s.Prepare(cfg)
			if err == nil {
				next.Apply()
			}
		}
	}()
	seen := map[uint64]bool{}
	for f, err := range s.Flows(t.Context()) {
		require.NoError(t, err)
		require.False(t, seen[f.ID()])
		seen[f.ID()] = true
	}
	close(stop)
	<-done
	require.EqualValues(t, s.Stats().Flows, len(seen))
}
