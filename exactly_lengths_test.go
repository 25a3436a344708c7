package nfstream_test

import (
	"encoding/binary"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
)

var exactLengths = []sentence{
	{"`raw` is the original length of the frame, or the captured one where a capture states a lesser " +
		"original length.", testRawLength},
	{"`ip` is what the IP header says: the total length of IPv4, the payload length of IPv6 plus 40, or a " +
		"jumbogram's option plus 40.", testIPLength},
	{"Where that is 0 (segmentation offload) it is the frame behind the link header.", testIPLengthOfZero},
	{"Padding behind the IP packet is no part of it, unless `--account-ip-padding-size` makes it one.", testPadding},
	{"`transport` is `ip` without IP headers and extension headers.", testTransportLength},
	{"Of UDP it is the UDP length where that is less.", testUDPLength},
	{"`payload` is `transport` without the header of TCP with its options, UDP, SCTP (12 bytes) or ICMP " +
		"(8 bytes).", testPayloadLength},
	{"A fragment after the first is payload alone.", testFragmentLengths},
	{"In a tunnel `ip`, `transport` and `payload` are those of the innermost packet, and `raw` is the " +
		"whole frame.", testTunnelLengths},
}

// lengths returns raw, IP, transport and payload bytes of all packets.
func lengths(t *testing.T, cfg nfstream.Config, frames ...capture.Frame) (all [4]int) {
	t.Helper()
	for mode := range all {
		cfg.AccountingMode, cfg.Fields = nfstream.AccountingMode(mode), []string{"nfstream6"}
		rows := rowsOfFrames(t, cfg, frames...)
		require.Len(t, rows, 1)
		n, err := strconv.Atoi(rows[0]["bidirectional_bytes"])
		require.NoError(t, err)
		all[mode] = n
	}
	return all
}

func testRawLength(t *testing.T) {
	f := onVLANs(1, rawIP(hereAddr, thereAddr, 17, udp(1, 2, make([]byte, 100)...)))
	f.Length, f.Data = 1000, f.Data[:60]
	require.Equal(t, [4]int{1000, 128, 108, 100}, lengths(t, nfstream.Config{}, f))
	file := pcapFile(1, f.Data, 10) // which says 10 bytes of 60
	src, err := capture.NewReader(file)
	require.NoError(t, err)
	var b capture.Batch
	require.NoError(t, src.Next(t.Context(), &b))
	require.EqualValues(t, 60, b.Frames[0].Length)
}

func testIPLength(t *testing.T) {
	four := rawIP(hereAddr, thereAddr, 17, udp(1, 2, make([]byte, 5)...))
	require.Equal(t, [4]int{33, 33, 13, 5}, lengths(t, nfstream.Config{}, rawFrame(1, four)))
	six := rawIP(here6, there6, 17, udp(1, 2, make([]byte, 5)...))
	require.Equal(t, [4]int{53, 53, 13, 5}, lengths(t, nfstream.Config{}, rawFrame(1, six)))
	const long = 70_000
	datagram := udp(1, 2, make([]byte, 8)...)
	binary.BigEndian.PutUint16(datagram[4:], 0)
	jumbo := rawIP(here6, there6, 0, append([]byte{17, 0, 0xc2, 4, 0, 1, 0x11, 0x70}, datagram...)) // 70,000
	binary.BigEndian.PutUint16(jumbo[4:], 0)
	f := rawFrame(1, jumbo)
	f.Length = long + 40
	require.Equal(t, [4]int{long + 40, long + 40, long - 8, long - 16}, lengths(t, nfstream.Config{}, f))
}

func testIPLengthOfZero(t *testing.T) {
	offloaded := rawIP(hereAddr, thereAddr, 6, tcp(1, 2, 1, 16, make([]byte, 3000)...))
	binary.BigEndian.PutUint16(offloaded[2:], 0)
	require.Equal(t, [4]int{14 + 3040, 3040, 3020, 3000}, lengths(t, nfstream.Config{}, onVLANs(1, offloaded)))
	six := rawIP(here6, there6, 6, tcp(1, 2, 1, 16, make([]byte, 3000)...))
	binary.BigEndian.PutUint16(six[4:], 0)
	require.Equal(t, [4]int{18 + 3060, 3060, 3020, 3000}, lengths(t, nfstream.Config{}, onVLANs(1, six, 7)))
}

func testPadding(t *testing.T) {
	f := onVLANs(1, append(rawIP(hereAddr, thereAddr, 17, udp(1, 2, 'x')), make([]byte, 17)...))
	binary.BigEndian.PutUint16(f.Data[14+2:], 29)
	require.Equal(t, [4]int{60, 29, 9, 1}, lengths(t, nfstream.Config{}, f))
	require.Equal(t, [4]int{60, 46, 9, 1}, lengths(t, nfstream.Config{AccountIPPaddingSize: true}, f))
}

func testTransportLength(t *testing.T) {
	options := rawIP(hereAddr, thereAddr, 17, append(make([]byte, 4), udp(1, 2, 'x')...))
	options[0] = 0x46
	require.Equal(t, [4]int{33, 33, 9, 1}, lengths(t, nfstream.Config{}, rawFrame(1, options)))
	extended := rawIP(here6, there6, 60, append([]byte{17, 0, 1, 4, 0, 0, 0, 0}, udp(1, 2, 'x')...))
	require.Equal(t, [4]int{57, 57, 9, 1}, lengths(t, nfstream.Config{}, rawFrame(1, extended)))
}

func testUDPLength(t *testing.T) {
	trailed := rawIP(hereAddr, thereAddr, 17, append(udp(1, 2, 'x'), 1, 2, 3)) // options of RFC 9868
	require.Equal(t, [4]int{32, 32, 9, 1}, lengths(t, nfstream.Config{}, rawFrame(1, trailed)))
}

func testPayloadLength(t *testing.T) {
	segment := append(tcp(1, 2, 1, 16), make([]byte, 12+7)...)
	segment[12] = 8 << 4 // twelve bytes of options
	for _, c := range []struct {
		proto   byte
		body    []byte
		payload int
	}{
		{6, segment, 7}, {17, udp(1, 2, 'x'), 1}, {1, make([]byte, 8+3), 3},
		{132, ported(1, 2, 12, 'a', 'b'), 2}, {47, []byte{0xff, 0xff, 0, 0, 1}, 5},
	} {
		n := len(c.body)
		require.Equal(t, [4]int{20 + n, 20 + n, n, c.payload},
			lengths(t, nfstream.Config{}, rawFrame(1, rawIP(hereAddr, thereAddr, c.proto, c.body))), "protocol %d", c.proto)
	}
}

func testFragmentLengths(t *testing.T) {
	first := rawIP(hereAddr, thereAddr, 17, udp(1, 2, make([]byte, 24)...))
	binary.BigEndian.PutUint16(first[24:], 8+24+16)
	later := rawIP(hereAddr, thereAddr, 17, make([]byte, 16))
	first[6], later[7] = 0x20, 4
	require.Equal(t, [4]int{52 + 36, 52 + 36, 32 + 16, 24 + 16}, lengths(t, nfstream.Config{}, rawFrame(1, first), rawFrame(2, later)))
}

func testTunnelLengths(t *testing.T) {
	f := onVLANs(1, inGRE(rawIP(hereAddr, thereAddr, 17, udp(1, 2, 'x'))))
	require.Equal(t, [4]int{14 + 20 + 4 + 29, 29, 9, 1}, lengths(t, nfstream.Config{}, f))
}

func testOutermostVLAN(t *testing.T) {
	f := onVLANs(1, rawIP(hereAddr, thereAddr, 17, udp(1, 2)), 7, 8)
	require.Equal(t, "7", rowsOfFrames(t, nfstream.Config{}, f)[0]["vlan_id"])
}

func testPriorityTag(t *testing.T) {
	datagram := rawIP(hereAddr, thereAddr, 17, udp(1, 2))
	rows := rowsOfFrames(t, nfstream.Config{}, onVLANs(1, datagram, 0x6000), onVLANs(2, datagram))
	require.Len(t, rows, 1)
	require.Equal(t, "0", rows[0]["vlan_id"])
	require.Equal(t, "9", rowsOfFrames(t, nfstream.Config{}, onVLANs(1, datagram, 0x6000, 9))[0]["vlan_id"])
}

func testPortsUsedAgain(t *testing.T) {
	segment := func(at time.Duration, seq uint32, flags byte) capture.Frame {
		return rawFrame(at, rawIP(hereAddr, thereAddr, 6, tcp(1, 2, seq, flags)))
	}
	const syn, fin, rst = 2, 1, 4
	rows := rowsOfFrames(t, nfstream.Config{Fields: []string{"bidirectional_packets"}}, segment(1, 1, syn), segment(2, 2, fin),
		segment(3, 90_000_000, syn), segment(4, 90_000_001, rst), segment(5, 5, syn), segment(40*second, 9, syn))
	require.Equal(t, []map[string]string{{"bidirectional_packets": "5"}, {"bidirectional_packets": "1"}}, rows)
}

func testFragmentsAreRemembered(t *testing.T) {
	first := rawIP(hereAddr, thereAddr, 17, udp(1, 2, make([]byte, 24)...))
	later := rawIP(hereAddr, thereAddr, 17, make([]byte, 16))
	first[6], later[7] = 0x20, 4
	cfg := nfstream.Config{IdleTimeout: time.Hour, Fields: []string{"src_port", "bidirectional_packets"}}
	require.Equal(t, []map[string]string{{"src_port": "1", "bidirectional_packets": "2"}},
		rowsOfFrames(t, cfg, rawFrame(0, first), rawFrame(30*second, later)))
	require.Equal(t, "1", rowsOfFrames(t, cfg, rawFrame(0, first), rawFrame(30*second+1, later))[0]["bidirectional_packets"])
}

// What package flow counts is shown where either column is asked for.
func testGapColumns(t *testing.T) {
	segment := func(n int, seq uint32, size int) capture.Frame {
		return rawFrame(time.Duration(n), rawIP(hereAddr, thereAddr, 6, tcp(1, 2, seq, 16, make([]byte, size)...)))
	}
	answer := func(n int, seq uint32, size int) capture.Frame {
		return rawFrame(time.Duration(n), rawIP(thereAddr, hereAddr, 6, tcp(2, 1, seq, 16, make([]byte, size)...)))
	}
	frames := []capture.Frame{segment(1, 100, 10), segment(2, 120, 10), segment(3, 140, 10), segment(4, 105, 40), segment(5, 160, 10),
		segment(6, 105, 20), answer(7, 7, 1), answer(8, 9, 1)}
	for _, fields := range [][]string{{"missed_packets"}, {"out_of_order_packets"}, {"missed_packets", "out_of_order_packets"}, {"end"}} {
		row := rowsOfFrames(t, nfstream.Config{Fields: fields}, frames...)[0]
		for column, want := range map[string]string{"missed_packets": "2", "out_of_order_packets": "1"} {
			if got, ok := row[column]; ok {
				require.Equal(t, want, got, "%s of %v", column, fields)
			}
		}
	}
}
