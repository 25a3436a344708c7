package nfstream_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/internal/corpus"
)

var exactTimes = []sentence{
	{"The clock is the latest capture time of any frame, whether it can be decoded or not.", testClockOfAnyFrame},
	{"It never goes back.", testClockNeverGoesBack},
	{"On a network interface the time of day moves it too.", elsewhere},
	{"A frame that the filter keeps back does not move it.", testClockOfFilteredFrames},
	{"A flow is idle for as long as the clock went on since its last packet, and as old as the clock went " +
		"on since its first.", testAgesCountFromTheClock},
	{"A timeout is complete when that time is equal to it or more.", testTimeoutsAtEquality},
	{"The next packet then begins another flow, also where that packet itself moved the clock.", testTimeoutsAtEquality},
	{"The timeout that is complete first ends the flow.", testBothTimeouts},
	{"Where both are complete at once it is the idle one.", testBothTimeouts},
	{"With an active timeout of 0 every packet ends its flow by it, the last one too.", testTimeoutsOfZero},
	{"With an idle timeout of 0 every packet ends its flow by that.", testTimeoutsOfZero},
	{"The first packet of a flow is the first in the order of the capture.", testFirstPacket},
	{"Its sender is the source.", testFirstPacket},
	{"A late packet, one whose capture time is before that of a packet in front of it, counts in its flow.", testLatePackets},
	{"`first_seen` is the least capture time and `last_seen` the greatest.", testLatePackets},
	{"The interval before a late packet is 0, and the next interval counts from the latest packet.", testLatePackets},
	{"Times are whole nanoseconds of the years 1677 to 2262.", testTimesOfAllYears},
	{"A time beyond is the nearest of those, and is counted in the summary.", elsewhere},
	{"No duration or interval is longer than 292 years.", elsewhere},
}

// at makes a packet of the flow with the given port at a time.
func at(time time.Duration, port uint16) capture.Frame {
	return rawFrame(time, rawIP(hereAddr, thereAddr, 17, udp(port, 53)))
}

// back makes one of the other direction.
func back(time time.Duration, port uint16) capture.Frame {
	return rawFrame(time, rawIP(thereAddr, hereAddr, 17, udp(53, port)))
}

// noise makes a frame that is no IP.
func noise(at time.Duration) capture.Frame { return rawFrame(at, []byte{0xff}) }

// ends returns the packets of each flow and why it ended.
func ends(t *testing.T, idle, active time.Duration, frames ...capture.Frame) (list []string) {
	t.Helper()
	for _, row := range rowsOfFrames(t, nfstream.Config{IdleTimeout: idle, ActiveTimeout: active,
		Fields: []string{"bidirectional_packets", "end_reason", "expiration_id"}}, frames...) {
		list = append(list, row["bidirectional_packets"]+" "+row["end_reason"]+" "+row["expiration_id"])
	}
	return list
}

const second = time.Second

func testClockOfAnyFrame(t *testing.T) {
	require.Equal(t, []string{"1 idle 0", "1 end_of_capture 0"}, ends(t, 2*second, time.Hour, at(0, 1), noise(2*second), at(1, 1)))
}

func testClockNeverGoesBack(t *testing.T) {
	// The clock stays at 5 s, so that the flow of the late packet is idle at 7 s, not before.
	require.Equal(t, []string{"1 idle 0", "2 end_of_capture 0"},
		ends(t, 2*second, time.Hour, at(0, 1), noise(5*second), at(second, 1), at(7*second-1, 1)))
}

func testClockOfFilteredFrames(t *testing.T) {
	corpus.Whole(t, "filters")
	rows := rowsOfFrames(t, nfstream.Config{IdleTimeout: 2 * second, Filter: "udp port 1", Fields: []string{"bidirectional_packets"}},
		at(0, 1), at(5*second, 2), at(second, 1))
	require.Equal(t, []map[string]string{{"bidirectional_packets": "2"}}, rows)
}

func testAgesCountFromTheClock(t *testing.T) {
	// A flow that is born late is as old as the clock says, not as its packet does.
	require.Equal(t, []string{"1 end_of_capture 0", "2 end_of_capture 0"},
		ends(t, time.Hour, 10*second, at(9*second, 1), at(0, 2), at(10*second, 2)))
	require.Equal(t, []string{"2 idle 0", "1 end_of_capture 0", "1 end_of_capture 0"},
		ends(t, 2*second, time.Hour, at(0, 1), at(second, 1), at(2*second, 2), at(3*second, 1)))
}

func testTimeoutsAtEquality(t *testing.T) {
	require.Equal(t, []string{"2 end_of_capture 0"}, ends(t, 2*second, time.Hour, at(0, 1), at(2*second-1, 1)))
	require.Equal(t, []string{"1 idle 0", "1 end_of_capture 0"}, ends(t, 2*second, time.Hour, at(0, 1), at(2*second, 1)))
	require.Equal(t, []string{"2 end_of_capture 0"}, ends(t, time.Hour, 2*second, at(0, 1), at(2*second-1, 1)))
	require.Equal(t, []string{"1 active 1", "1 end_of_capture 0"}, ends(t, time.Hour, 2*second, at(0, 1), at(2*second, 1)))
}

func testBothTimeouts(t *testing.T) {
	require.Equal(t, []string{"1 idle 0"}, ends(t, 2*second, 2*second, at(0, 1), noise(2*second)))
	require.Equal(t, []string{"2 active 1"}, ends(t, 2*second, 2*second, at(0, 1), at(1, 1), noise(9*second)))
	require.Equal(t, []string{"2 idle 0"}, ends(t, 2*second, 3*second, at(0, 1), at(second, 1), noise(3*second)))
	require.Equal(t, []string{"2 idle 0"}, ends(t, 2*second, 3*second, at(0, 1), at(second-1, 1), noise(3*second)))
}

func testTimeoutsOfZero(t *testing.T) {
	none := nfstream.NoTimeout
	require.Equal(t, []string{"1 active 1", "1 active 1", "1 active 1"}, ends(t, time.Hour, none, at(0, 1), at(0, 1), at(second, 2)))
	require.Equal(t, []string{"1 active 1"}, ends(t, time.Hour, none, at(0, 1)))
	require.Equal(t, []string{"1 idle 0", "1 idle 0", "1 idle 0"}, ends(t, none, time.Hour, at(0, 1), back(0, 1), at(second, 2)))
	require.Equal(t, []string{"1 idle 0", "1 idle 0"}, ends(t, none, none, at(0, 1), at(0, 1)))
}

func testFirstPacket(t *testing.T) {
	rows := rowsOfFrames(t, nfstream.Config{Fields: []string{"src_port"}}, back(5, 1), at(1, 1))
	require.Equal(t, []map[string]string{{"src_port": "53"}}, rows)
}

func testLatePackets(t *testing.T) {
	row := rowsOfFrames(t, nfstream.Config{Statistics: true, SPLT: 5}, at(5*second, 1), back(3*second, 1), at(7*second, 1),
		at(4*second, 1), back(8*second, 1))[0]
	for column, want := range map[string]float64{
		"bidirectional_packets": 5, "bidirectional_first_seen_ms": 3000, "bidirectional_last_seen_ms": 8000,
		"src2dst_first_seen_ms": 4000, "src2dst_last_seen_ms": 7000, "src2dst_duration_ms": 3000,
		"dst2src_first_seen_ms": 3000, "bidirectional_min_piat_ms": 0, "bidirectional_max_piat_ms": 2000,
		"bidirectional_mean_piat_ms": 750,  // 0, 2, 0, 1 s
		"src2dst_mean_piat_ms":       1000, // 2, 0 s
		"dst2src_min_piat_ms":        5000,
	} {
		got, err := strconv.ParseFloat(row[column], 64)
		require.NoError(t, err, column)
		require.InDelta(t, want, got, 1e-9, column)
	}
}

func testTimesOfAllYears(t *testing.T) {
	for _, ns := range []int64{-9_223_372_036_854_775_807, -1_500_000, 1, 4_740_000_000_000_000_001, 9_223_372_036_854_775_807} {
		source := framesSource{at(time.Duration(ns), 1), at(time.Duration(ns), 1)}
		s, err := nfstream.New(source, nfstream.Config{Workers: 1})
		require.NoError(t, err)
		for f, err := range s.Flows(t.Context()) {
			require.NoError(t, err)
			require.Equal(t, ns, f.Bidirectional().First)
			require.Equal(t, ns, f.Bidirectional().Last)
			require.EqualValues(t, 2, f.Bidirectional().Packets)
		}
	}
}
