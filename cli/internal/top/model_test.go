package top

import (
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/packet"
)

const second = int64(time.Second)

// begin is the start time of the flows in tests.
const begin = 1_700_000_000 * second

func makeFlow(src, dst string, proto uint8, app categories.ID, name string, bytes, lately uint64, age int64) Flow {
	a, b := netip.MustParseAddrPort(src), netip.MustParseAddrPort(dst)
	key := flowkey.Key{A: a.Addr().As16(), B: b.Addr().As16(), PortA: a.Port(), PortB: b.Port(), Proto: proto, Ver: 4}
	f := Flow{Key: key,
		App: app, Category: app.Category(), Name: name, Bytes: bytes, Packets: bytes / 1000,
		Lately: count{lately, lately / 1000}, First: begin - age*second, Last: begin}
	if a.Addr().Is6() {
		f.Key.Ver = 6
	}
	if f.Key.Order() {
		f.Reverse = true
	}
	return f
}

func id(t testing.TB, name string) categories.ID {
	t.Helper()
	found, ok := categories.ByName(name)
	require.True(t, ok, name)
	return found
}

// someFlows are flows of all kinds.
func someFlows(t testing.TB) []Flow {
	netflix, tls, dns := id(t, "Netflix"), id(t, "TLS"), id(t, "DNS")
	flows := []Flow{
		makeFlow("192.168.1.20:51000", "198.51.100.7:443", 6, netflix, "api.netflix.com", 987_654_321, 12_345_678, 3700),
		makeFlow("192.168.1.21:51001", "203.0.113.9:443", 6, tls, "www.example.org", 44_000, 0, 61),
		makeFlow("192.168.1.20:40001", "192.168.1.1:53", 17, dns, "api.netflix.com", 300, 300, 0),
		makeFlow("[2001:db8:1234:5678:9abc:def0:1234:5678]:50000", "[2001:db8::1]:443", 6, tls, "日本.example",
			5_000_000, 2_000_000, 9),
		makeFlow("192.168.1.22:0", "192.168.1.1:0", 1, 0, "", 19_600, 98, 200),
		makeFlow("203.0.113.50:6881", "192.168.1.23:51413", 17, 0, "", 700_000, 100_000, 100_000),
	}
	flows[0].Master = tls
	return flows
}

// someModel is a model with those flows after a while.
func someModel(t testing.TB) *Model {
	m := &Model{Sample: Sample{Flows: someFlows(t), Lately: count{14_446_076, 15_000}}, Now: begin, Elapsed: time.Second}
	apps := map[categories.ID]*App{}
	for _, f := range m.Flows {
		if apps[f.App] == nil {
			apps[f.App] = &App{ID: f.App}
		}
		apps[f.App].All.add(f.Bytes, f.Packets)
		apps[f.App].Lately.add(f.Lately.Bytes, f.Lately.Packets)
	}
	for app := range categories.All() {
		if apps[app] != nil {
			m.Apps = append(m.Apps, *apps[app])
		}
	}
	for i := range 100 {
		m.Rates = append(m.Rates, uint64(i%25)*577_843)
	}
	m.Stats.Flows, m.Stats.Ended[flow.Idle] = 1234, 1228
	m.Stats.Frames[packet.NotIP] = 12
	return m
}

func TestRanking(t *testing.T) {
	m := someModel(t)
	for order, want := range map[Order][]int{
		ByRate:        {0, 3, 5, 2, 4, 1},
		ByBytes:       {0, 3, 5, 1, 4, 2},
		ByPackets:     {0, 3, 5, 1, 4, 2},
		ByAge:         {5, 0, 4, 1, 3, 2},
		ByApplication: {2, 0, 3, 1, 5, 4},
	} {
		var got []int
		for _, f := range m.Rank(order, "") {
			for i := range m.Flows {
				if f == &m.Flows[i] {
					got = append(got, i)
				}
			}
		}
		require.Equal(t, want, got, OrderNames[order])
	}
}

func TestFilter(t *testing.T) {
	m := someModel(t)
	for filter, want := range map[string]int{
		"": 6, "netflix": 2, "NETFLIX": 2, "192.168.1.20": 2, ":443": 3, "2001:DB8": 1, "日本": 1, "icmp": 1,
		"udp": 2, "nothing": 0,
		"192.168.1.1 ": 1, "TLS.Netflix": 1,
	} {
		require.Len(t, m.Rank(ByRate, filter), want, filter)
	}
}

func TestApplicationsAreRanked(t *testing.T) {
	m := someModel(t)
	names := func() (list []string) {
		for _, a := range m.RankApps() {
			list = append(list, a.ID.Name())
		}
		return list
	}
	require.Equal(t, []string{"NetFlix", "TLS", "Unknown", "DNS"}, names())
	for i := range m.Apps {
		m.Apps[i].Lately = count{}
	}
	require.Equal(t, []string{"NetFlix", "TLS", "Unknown", "DNS"}, names())
}

func TestRates(t *testing.T) {
	b := NewBoard(100)
	meter(t, traffic(t, "mix", 1000), nfstream.Config{Workers: 1, Plugins: []nfstream.Plugin{b}})
	var m Model
	var stats nfstream.Stats
	stats.Capture.Dropped = 5
	m.Begin(begin)
	m.Refresh(b, begin+2*second, &stats)
	require.Equal(t, 2*time.Second, m.Elapsed)
	require.Equal(t, []uint64{m.Lately.Bytes / 2}, m.Rates)
	require.EqualValues(t, 5, m.Lost)
	for i := range int64(2 * maxRates) {
		m.Refresh(b, begin+(3+i)*second, &stats)
	}
	require.Len(t, m.Rates, maxRates)
	require.Zero(t, m.Lost)
	m.Refresh(b, begin, &stats) // the clock was set back
	require.Positive(t, m.Elapsed)
}
