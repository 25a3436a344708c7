package count_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture/filter"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/nfstream/nfstream-go/plugins/count"
	"github.com/nfstream/nfstream-go/plugins/internal/plugintest"
)

// byHand is a hand-written counting plug-in.
type byHand struct {
	name  string
	match func(*nfstream.Packet) bool
}

func (b byHand) Columns() []nfstream.Column {
	return []nfstream.Column{{Name: b.name, Type: nfstream.Int}}
}

func (b byHand) Open(s *nfstream.Schema) (nfstream.Hooks, error) {
	column := s.Int(b.name)
	see := func(p *nfstream.Packet, f *nfstream.Flow) {
		if b.match(p) {
			column.Add(f, 1)
		}
	}
	return nfstream.Hooks{Init: see, Update: see}, nil
}

// compared compares the column of an expression with one of byHand, and returns the number of matching packets.
func compared(t *testing.T, capture, expression string, workers int, match func(*nfstream.Packet) bool) (all int64) {
	t.Helper()
	s, err := nfstream.Open(capture, nfstream.Config{Workers: workers, Fields: []string{"counted", "by_hand"},
		Plugins: []nfstream.Plugin{count.New("counted", expression), byHand{"by_hand", match}}})
	require.NoError(t, err)
	for f, err := range s.Flows(t.Context()) {
		if f == nil {
			require.ErrorIs(t, err, nfstream.ErrTruncated)
			break
		}
		got, want := s.Columns()[0].Int(f), s.Columns()[1].Int(f)
		require.Equal(t, want, got, "%s: flow %d", capture, f.ID())
		all += want
	}
	return all
}

// The expression sees captured frames of each link type.
func TestCountsWhatAHandWrittenPluginCounts(t *testing.T) {
	captures, err := filepath.Glob("../../testdata/*.pcap*")
	require.NoError(t, err)
	require.Greater(t, len(captures), 30)
	for i, capture := range captures {
		if strings.HasSuffix(capture, ".zst") {
			continue // not in a tiny build
		}
		require.NotZero(t, compared(t, capture, "len >= 60", 1+i%3, func(p *nfstream.Packet) bool { return p.WireLength >= 60 }),
			capture)
	}
	for _, name := range []string{"web", "tls", "http", "starttls"} {
		compared(t, "../../testdata/"+name+".pcap", "ip[2:2]=40", 1, func(p *nfstream.Packet) bool {
			return p.Key.Ver == 4 && p.IPLength == 40
		})
		require.NotZero(t, compared(t, "../../testdata/"+name+".pcap", "tcp[tcpflags] & tcp-push != 0 and ip", 2,
			func(p *nfstream.Packet) bool { return p.Key.Ver == 4 && p.Flags&packet.PSH != 0 }))
	}
}

// The expression sees the outer headers of a tunnel.
func TestTunnels(t *testing.T) {
	require.NotZero(t, compared(t, "../../testdata/gre.pcap", "ip proto 47", 1, func(p *nfstream.Packet) bool {
		return p.Key.Tunnel != packet.TunnelNone
	}))
}

func TestFramesThatCannotBeTested(t *testing.T) {
	for _, workers := range []int{1, 3} {
		s, err := nfstream.OpenAll([]string{"../../testdata/http.pcap", "../../testdata/raw.pcap"}, nfstream.Config{
			Workers: workers, Plugins: []nfstream.Plugin{count.New("sent", "not ether src 00:00:00:00:00:00")},
			Fields: []string{"sent"}})
		require.NoError(t, err)
		var tested, untested int
		var last error
		for f, err := range s.Flows(t.Context()) {
			if last = err; f == nil {
				continue
			}
			if n := s.Columns()[0].Int(f); n == count.Untested {
				untested++
			} else {
				require.EqualValues(t, f.Bidirectional().Packets, n)
				tested++
			}
		}
		require.NotZero(t, tested)
		require.NotZero(t, untested)
		require.ErrorIs(t, last, filter.ErrLink)
		require.Equal(t, 1, strings.Count(last.Error(), "count sent: cannot test a frame"), last.Error())
	}
}

func TestMistakes(t *testing.T) {
	for _, c := range []struct{ name, expression, want string }{
		{"", "tcp", `the name of a count is "": want letters`},
		{"1st", "tcp", `the name of a count is "1st": want letters`},
		{"a-b", "tcp", `the name of a count is "a-b"`},
		{"naïve", "tcp", `the name of a count`},
		{"x", "tcp prt 80", `count x: filter "tcp prt 80": column 5`},
		{"x", "tcp port 70000", "a port is at most 65535"},
	} {
		err := count.Check(c.name, c.expression)
		require.ErrorIs(t, err, nfstream.ErrConfig)
		require.ErrorContains(t, err, c.want)
		_, _, opening := plugintest.Run(nfstream.Config{Plugins: []nfstream.Plugin{count.New(c.name, c.expression)}}, nil)
		require.ErrorIs(t, opening, nfstream.ErrConfig, c.name)
	}
	require.NoError(t, count.Check("_Small2", "len < 100"))
	var syntax *filter.SyntaxError
	require.True(t, errors.As(count.Check("x", "tcp and"), &syntax))
	for _, plugins := range [][]nfstream.Plugin{
		{count.New("id", "tcp")}, {count.New("x", "tcp"), count.New("x", "udp")},
	} {
		_, _, err := plugintest.Run(nfstream.Config{Plugins: plugins}, nil)
		require.ErrorContains(t, err, "a name that is taken")
	}
}

// Counting a packet does not allocate.
func TestAllocations(t *testing.T) {
	packets := func(n int) float64 {
		all := make([]plugintest.Packet, n)
		for i := range all {
			all[i] = plugintest.Packet{Size: 60, Back: i%2 == 1}
		}
		return testing.AllocsPerRun(3, func() {
			cfg := nfstream.Config{Workers: 1, Plugins: []nfstream.Plugin{count.New("x", "udp and len > 50")}}
			_, _, err := plugintest.Run(cfg, all)
			require.NoError(t, err)
		}) - float64(n) // allocations for the frames of the source
	}
	require.InDelta(t, packets(1000), packets(5000), 60)
}
