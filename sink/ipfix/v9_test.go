package ipfix

import (
	"encoding/binary"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/flow"
)

// Every flow comes back from NetFlow 9 too, as one record or two, with the times of both kinds.
func TestNetFlow9(t *testing.T) {
	for i, path := range captures {
		if testing.Short() && i%10 != 0 {
			continue
		}
		flows, _, messages := export(t, path, "ipfix://h?rate=0&domain=5", Options{V9: true}, nfstream.Config{})
		d := &decoderV9{}
		var records []decoded
		var heads []headV9
		for _, m := range messages {
			require.LessOrEqual(t, len(m), 1400)
			h, all, err := d.packet(m)
			require.NoError(t, err, path)
			require.EqualValues(t, 5, h.domain)
			for _, r := range all {
				if r.scope == 0 {
					records, heads = append(records, r), append(heads, h)
				}
			}
		}
		at := 0
		for _, f := range flows {
			for dir, m := range []flow.Meter{f.SrcToDst(), f.DstToSrc()} {
				if m.Packets == 0 {
					continue
				}
				sameV9(t, f, dir, m, &records[at], heads[at])
				at++
			}
		}
		require.Equal(t, len(records), at, path)
	}
}

func sameV9(t *testing.T, f *flow.Flow, d int, m flow.Meter, r *decoded, h headV9) {
	t.Helper()
	require.Equal(t, m.Packets, r.uint(0, 2))
	require.Equal(t, m.IPBytes, r.uint(0, 1))
	require.EqualValues(t, end(f, d, 0).Port(), r.uint(0, 7))
	require.EqualValues(t, end(f, d, 1).Port(), r.uint(0, 11))
	require.EqualValues(t, f.TCPFlags(d), r.uint(0, 6))
	boot := int64(h.seconds)*1000 - int64(h.uptime)
	for id, want := range map[uint16]int64{22: m.First, 21: m.Last} {
		require.Equal(t, floorMillis(want), boot+int64(r.uint(0, id)))
		require.EqualValues(t, floorMillis(want), r.uint(0, 174-id)) // 152 or 153
	}
	name, _ := r.value(0, 96)
	require.Equal(t, f.Application(), strings.TrimRight(string(name), "\x00"))
	id, _ := r.value(0, 95)
	require.Equal(t, append([]byte{13}, binary.BigEndian.AppendUint32(nil, applicationOf(f))...), id)
}

// Live exports have the time of day in their headers.
func TestNetFlow9Live(t *testing.T) {
	_, _, messages := export(t, "../../testdata/tls.pcap", "ipfix://h", Options{V9: true, Live: true}, nfstream.Config{})
	d := &decoderV9{}
	for _, m := range messages {
		h, _, err := d.packet(m)
		require.NoError(t, err)
		require.InDelta(t, time.Now().Unix(), h.seconds, 60)
	}
}

func TestNetFlow9Fields(t *testing.T) {
	s, err := nfstream.Open("../../testdata/tls.pcap", nfstream.Config{Fields: []string{"client_info"}})
	require.NoError(t, err)
	defer s.Close()
	r := newRecorder()
	e, err := Open("ipfix://h", s.Columns(), Options{V9: true, Dial: r.dial})
	require.NoError(t, err)
	require.ErrorIs(t, s.Run(t.Context(), e), errNothing)
	require.NoError(t, e.Close())
}
