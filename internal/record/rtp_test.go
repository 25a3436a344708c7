package record

import (
	"encoding/binary"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// packetOfRTP makes a packet.
func packetOfRTP(kind byte, sequence uint16, stamp, source uint32) []byte {
	b := []byte{0x80, kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4}
	binary.BigEndian.PutUint16(b[2:], sequence)
	binary.BigEndian.PutUint32(b[4:], stamp)
	binary.BigEndian.PutUint32(b[8:], source)
	return b
}

const ms = int64(1e6)

// mainOf returns the only source of direction 0.
func mainOf(t *testing.T, r *RTP) *RTPSource {
	t.Helper()
	all, n := r.Sources(0)
	require.Equal(t, 1, n)
	return all[0]
}

func TestRTPLoss(t *testing.T) {
	for name, c := range map[string]struct {
		sequence       []uint16
		packets, lost  uint32
		notEvenASource bool
	}{
		"none":            {sequence: []uint16{1, 2, 3, 4}, packets: 4},
		"wraps":           {sequence: []uint16{65534, 65535, 0, 1}, packets: 4},
		"loses":           {sequence: []uint16{1, 2, 5, 6}, packets: 4, lost: 2},
		"loses at a wrap": {sequence: []uint16{65530, 65531, 2}, packets: 3, lost: 6},
		"late":            {sequence: []uint16{1, 2, 4, 3, 5}, packets: 5},
		"twice":           {sequence: []uint16{1, 1, 2, 2, 3, 3, 5, 5}, packets: 4, lost: 1},
		"late twice":      {sequence: []uint16{1, 2, 4, 3, 3, 5}, packets: 5},
		"a stray":         {sequence: []uint16{1, 2, 30000, 3, 4}, packets: 4},
		"anew":            {sequence: []uint16{1, 2, 30000, 30001, 30002}, packets: 5},
		"one":             {sequence: []uint16{1}, notEvenASource: true},
		"no sequence":     {sequence: []uint16{1, 500, 9000, 30000}, notEvenASource: true},
		"after a stray":   {sequence: []uint16{900, 1, 2, 3}, packets: 3},
	} {
		t.Run(name, func(t *testing.T) {
			var r RTP
			for i, n := range c.sequence {
				r.Count(0, packetOfRTP(0, n, uint32(n)*160, 7), int64(i)*20*ms)
			}
			if c.notEvenASource {
				_, n := r.Sources(0)
				require.Zero(t, n)
				return
			}
			s := mainOf(t, &r)
			require.Equal(t, c.packets, s.Packets())
			require.Equal(t, c.lost, s.Lost())
		})
	}
}

// TestRTPJitter compares with the formula of RFC 3550, section 6.4.1.
func TestRTPJitter(t *testing.T) {
	arrivals := []int64{0, 21, 39, 63, 80, 100, 127, 139, 160, 184, 201, 219}
	for _, c := range []struct {
		kind  byte
		clock uint32
	}{{0, 8000}, {34, 90000}, {10, 44100}, {111, 48000}, {96, 90000}, {97, 16000}} {
		var r RTP
		want, stamp, before, beforeStamp := 0.0, uint32(math.MaxUint32-500), 0.0, uint32(0)
		for i, at := range arrivals {
			r.Count(0, packetOfRTP(c.kind, uint16(i), stamp, 7), at*ms)
			transit := float64(at)
			if i > 0 {
				d := (transit - before) - 1000*float64(stamp-beforeStamp)/float64(c.clock)
				want += (math.Abs(d) - want) / 16
			}
			before, beforeStamp = transit, stamp
			stamp += c.clock / 50
		}
		ns, ok := mainOf(t, &r).Jitter()
		require.True(t, ok)
		require.InDelta(t, want, float64(ns)/1e6, 0.002, "%v", c)
	}
	var r RTP
	for i := range 20 {
		r.Count(0, packetOfRTP(96, uint16(i), 5, 7), int64(i)*20*ms)
	}
	_, ok := mainOf(t, &r).Jitter()
	require.False(t, ok, "a clock that stands still")
}

func TestRTPSources(t *testing.T) {
	var r RTP
	for i := range uint16(4) {
		for id := range uint32(MaxRTPSources) {
			r.Count(1, packetOfRTP(96+byte(id), i, 0, id), 0)
		}
	}
	for i := range uint16(9) { // what has no second packet in sequence takes no place
		r.Count(0, packetOfRTP(96, i*1000, 0, uint32(i)), 0)
	}
	channel := append([]byte{0x40, 1, 0, 16}, packetOfRTP(8, 7, 0, 5)...)
	r.Count(0, channel, 0)
	channel[4+3]++
	r.Count(0, channel, 0)
	all, n := r.Sources(1)
	require.Equal(t, MaxRTPSources, n)
	require.Equal(t, []uint8{97}, all[1].Kinds[:all[1].N])
	all, n = r.Sources(0)
	require.Equal(t, 1, n)
	require.EqualValues(t, 5, all[0].ID)
	before := r
	require.Zero(t, testing.AllocsPerRun(100, func() { r.Count(0, channel, 0) }))
	require.Equal(t, before.dirs[1], r.dirs[1])
}

func TestRTCPReports(t *testing.T) {
	block := "\x00\x00\x00\x07" + "\x10\x00\x00\x05" + "\x00\x00\x00\x63" + "\x00\x00\x00\x21" + "\x00\x00\x00\x00\x00\x00\x00\x00"
	other := "\x00\x00\x00\x08" + "\x00\xff\xff\xff" + "\x00\x00\x00\x63" + "\x00\x00\x00\x20" + "\x00\x00\x00\x00\x00\x00\x00\x00"
	sender := "\x81\xc8\x00\x0c\x01\x02\x03\x04" + "01234567890123456789" + block
	for name, c := range map[string]struct {
		datagram string
		want     Reported
	}{
		"receiver":    {"\x81\xc9\x00\x07\x01\x02\x03\x04" + block, Reported{true, 5, 33}},
		"two":         {"\x82\xc9\x00\x0d\x01\x02\x03\x04" + block + other, Reported{true, 4, 33}},
		"sender":      {sender, Reported{true, 5, 33}},
		"with source": {sender + "\x81\xca\x00\x02\x01\x02\x03\x04\x01\x01a\x00", Reported{true, 5, 33}},
		"encrypted":   {sender + "\x80\x00\x00\x01authentication", Reported{}},
		"cut":         {sender[:40], Reported{}},
		"no blocks":   {"\x80\xc9\x00\x02\x01\x02\x03\x04abcd", Reported{}},
		"few blocks":  {"\x84\xc9\x00\x07\x01\x02\x03\x04" + block, Reported{}},
	} {
		var r RTP
		require.Equal(t, len(c.datagram) >= rtpHeader, MayBeRTP([]byte(c.datagram)), name)
		r.Count(1, []byte(c.datagram), 0)
		require.Equal(t, c.want, r.Reported(0), name)
		require.Zero(t, r.Reported(1), name)
	}
}

func FuzzRTP(f *testing.F) {
	f.Add(packetOfRTP(0, 1, 160, 7))
	f.Add([]byte("\x81\xc9\x00\x07\x01\x02\x03\x040123456789abcdef01234567"))
	f.Fuzz(func(t *testing.T, b []byte) {
		var r RTP
		for n := 1; len(b) > 0; n++ {
			size := min(len(b), 1+int(b[0])%40)
			r.Count(uint8(n), b[:size], int64(n)*int64(b[0])*ms)
			b = b[size:]
		}
		for dir := range 2 {
			all, n := r.Sources(dir)
			for _, s := range all[:n] {
				require.LessOrEqual(t, s.Lost(), s.Expected())
				if ns, ok := s.Jitter(); ok {
					require.GreaterOrEqual(t, ns, int64(0))
				}
			}
		}
	})
}
