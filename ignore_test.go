package nfstream_test

import (
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
)

var (
	hereAddr  = netip.MustParseAddr("192.0.2.1")
	thereAddr = netip.MustParseAddr("198.51.100.1")
)

// inGRE encapsulates an IPv4 packet.
func inGRE(b []byte) []byte {
	return rawIP(netip.MustParseAddr("203.0.113.1"), netip.MustParseAddr("203.0.113.2"), 47, append([]byte{0, 0, 8, 0}, b...))
}

// A mirror that tags or encapsulates one direction makes two flows of one, unless that is ignored.
func TestIgnoredPartsOfKeys(t *testing.T) {
	request := rawIP(hereAddr, thereAddr, 17, udp(1000, 2000, 'q'))
	reply := rawIP(thereAddr, hereAddr, 17, udp(2000, 1000, 'r'))
	other := rawIP(hereAddr, thereAddr, 17, udp(1000, 2001))
	vlan, tunnel := nfstream.Config{IgnoreVLAN: true}, nfstream.Config{IgnoreTunnel: true}
	both := nfstream.Config{IgnoreVLAN: true, IgnoreTunnel: true}
	type row = map[string]string
	shown := func(vlan, tunnel, packets string) row {
		return row{"vlan_id": vlan, "tunnel_id": tunnel, "bidirectional_packets": packets}
	}
	type list = []capture.Frame
	for name, c := range map[string]struct {
		frames list
		cfg    nfstream.Config
		want   []row
	}{
		"a VLAN each way": {list{onVLANs(1, request, 7), onVLANs(2, reply, 8)}, vlan, []row{shown("7", "0", "2")}},
		"a VLAN back":     {list{onVLANs(1, request), onVLANs(2, reply, 8)}, vlan, []row{shown("0", "0", "2")}},
		"a VLAN there":    {list{onVLANs(1, request, 7, 9), onVLANs(2, reply)}, vlan, []row{shown("7", "0", "2")}},
		"VLANs that count": {list{onVLANs(1, request, 7), onVLANs(2, reply)}, tunnel,
			[]row{shown("7", "0", "1"), shown("0", "0", "1")}},
		"a tunnel there": {list{onVLANs(1, inGRE(request)), onVLANs(2, reply)}, tunnel, []row{shown("0", "6", "2")}},
		"a tunnel back":  {list{onVLANs(1, request), onVLANs(2, inGRE(reply))}, tunnel, []row{shown("0", "0", "2")}},
		"a tunnel that counts": {list{onVLANs(1, request), onVLANs(2, inGRE(reply))}, vlan,
			[]row{shown("0", "0", "1"), shown("0", "6", "1")}},
		"a VLAN and a tunnel": {list{onVLANs(1, inGRE(request), 5), onVLANs(2, reply, 6)}, both, []row{shown("5", "6", "2")}},
		"one alone is too few": {list{onVLANs(1, inGRE(request), 5), onVLANs(2, reply, 6)}, vlan,
			[]row{shown("5", "6", "1"), shown("6", "0", "1")}},
		"nothing ignored": {list{onVLANs(1, request, 7), onVLANs(2, reply)}, nfstream.Config{},
			[]row{shown("7", "0", "1"), shown("0", "0", "1")}},
		"the flow after it": {list{onVLANs(1, request, 7), onVLANs(time.Minute, reply)}, vlan,
			[]row{shown("7", "0", "1"), shown("0", "0", "1")}},
		"another flow is apart": {list{onVLANs(1, request, 7), onVLANs(2, other)}, vlan,
			[]row{shown("7", "0", "1"), shown("0", "0", "1")}},
	} {
		t.Run(name, func(t *testing.T) {
			c.cfg.Fields = []string{"vlan_id", "tunnel_id", "bidirectional_packets"}
			require.Equal(t, c.want, rowsOfFrames(t, c.cfg, c.frames...))
		})
	}
}

// Fragments belong to the flow of their first, on the VLAN that they come on.
func TestFragmentsOnAnIgnoredVLAN(t *testing.T) {
	first := rawIP(hereAddr, thereAddr, 17, udp(1000, 2000, make([]byte, 24)...))
	later := rawIP(hereAddr, thereAddr, 17, make([]byte, 8))
	first[4], later[4] = 9, 9
	first[6], later[7] = 0x20, 4
	reply := rawIP(thereAddr, hereAddr, 17, udp(2000, 1000, 'r'))
	rows := rowsOfFrames(t, nfstream.Config{IgnoreVLAN: true, Fields: []string{"src_port", "bidirectional_packets"}},
		onVLANs(1, first, 7), onVLANs(2, later, 7), onVLANs(3, reply))
	require.Equal(t, []map[string]string{{"src_port": "1000", "bidirectional_packets": "3"}}, rows)
}

// The table finds flows whose VLAN is ignored among many, and lets them go.
func TestManyFlowsOnIgnoredVLANs(t *testing.T) {
	var frames []capture.Frame
	const flows = 3000
	for i := range 4 * flows {
		at := time.Duration(i) * time.Millisecond
		frames = append(frames, onVLANs(at, rawIP(hereAddr, thereAddr, 17, udp(uint16(1+i%flows), 53)), uint16(i%5)))
	}
	rows := rowsOfFrames(t, nfstream.Config{IgnoreVLAN: true, IdleTimeout: time.Hour, ActiveTimeout: time.Hour,
		Fields: []string{"bidirectional_packets"}}, frames...)
	require.Len(t, rows, flows)
	for _, r := range rows {
		require.Equal(t, "4", r["bidirectional_packets"])
	}
	rows = rowsOfFrames(t, nfstream.Config{IgnoreVLAN: true, IdleTimeout: time.Second, Fields: []string{"bidirectional_packets"}},
		frames...)
	require.Len(t, rows, 4*flows)
}
