package nfstream_test

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/packet"
)

// frameAt is a frame and its time in milliseconds.
type frameAt struct {
	ms    uint32
	frame []byte
}

// rawCapture returns a capture of IP packets.
func rawCapture(frames []frameAt) []byte {
	le := binary.LittleEndian
	b := le.AppendUint32(nil, 0xa1b2c3d4)
	b = append(b, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	b = le.AppendUint32(le.AppendUint32(b, 65535), uint32(packet.LinkRaw))
	for _, f := range frames {
		b = le.AppendUint32(le.AppendUint32(b, 1000), f.ms*1000)
		b = le.AppendUint32(le.AppendUint32(b, uint32(len(f.frame))), uint32(len(f.frame)))
		b = append(b, f.frame...)
	}
	return b
}

// ipv4Packet returns a packet, or a fragment, of one host to another.
func ipv4Packet(id, field uint16, proto, from, to byte, payload []byte) []byte {
	b := []byte{0x45, 0, 0, 0, 0, 0, 0, 0, 64, proto, 0, 0, 10, 0, 0, from, 10, 0, 0, to}
	binary.BigEndian.PutUint16(b[2:], uint16(len(b)+len(payload)))
	binary.BigEndian.PutUint16(b[4:], id)
	binary.BigEndian.PutUint16(b[6:], field)
	return append(b, payload...)
}

func udpDatagram(src, dst uint16, payload []byte) []byte {
	b := binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(nil, src), dst)
	b = binary.BigEndian.AppendUint16(b, uint16(8+len(payload)))
	return append(append(b, 0, 0), payload...)
}

// inGTP returns a packet of GTP-U around one of a user.
func inGTP(inner []byte) []byte {
	b := []byte{0x30, 0xff, 0, 0, 0, 0, 0, 1}
	binary.BigEndian.PutUint16(b[2:], uint16(len(inner)))
	return udpDatagram(2152, 2152, append(b, inner...))
}

// fragmented holds a query of DNS that comes in GTP-U in two fragments, of which the last one comes first; a datagram whose
// last fragment comes first; one whose first fragment is missing; and a packet in GTP-U whose last fragment is missing.
func fragmented(t *testing.T) []byte {
	t.Helper()
	query, err := hex.DecodeString(strings.ReplaceAll("0001 0100 0001 0000 0000 0000 03777777 08 68656c642d6f7574 07"+
		"6578616d706c65 0000010001", " ", ""))
	require.NoError(t, err)
	gtp := inGTP(ipv4Packet(9, 0, 17, 3, 4, udpDatagram(5000, 53, query)))
	cut := len(gtp) &^ 7
	datagram := udpDatagram(7, 8, make([]byte, 100))
	lost := inGTP(ipv4Packet(9, 0, 17, 5, 6, udpDatagram(5000, 9, make([]byte, 100))))
	return rawCapture([]frameAt{
		{1, ipv4Packet(1, uint16(cut/8), 17, 1, 2, gtp[cut:])},
		{2, ipv4Packet(2, 8, 17, 1, 2, datagram[64:])},
		{3, ipv4Packet(1, 0x2000, 17, 1, 2, gtp[:cut])},
		{4, ipv4Packet(2, 0x2000, 17, 1, 2, datagram[:64])},
		{5, ipv4Packet(3, 8, 17, 1, 2, make([]byte, 40))},
		{6, ipv4Packet(4, 0x2000, 17, 1, 2, lost[:64])},
		{7, ipv4Packet(5, 0, 6, 1, 2, make([]byte, 20))},
	})
}

// Fragments belong to the flow of their packet whatever the order they come in, and a tunnel in fragments is read whole.
func TestFragmentsOfFlows(t *testing.T) {
	for _, workers := range []int{1, 2, 3} {
		src, err := capture.NewReader(bytes.NewReader(fragmented(t)))
		require.NoError(t, err)
		s, err := nfstream.New(src, nfstream.Config{Workers: workers, Fields: []string{"default", "link", "names", "end"}})
		require.NoError(t, err)
		rows := map[string]map[string]string{}
		for _, r := range rowsFrom(t, s) {
			rows[r["protocol"]+" "+r["src_ip"]+":"+r["src_port"]+" "+r["tunnel_id"]] = r
		}
		require.Len(t, rows, 5, "%d workers", workers)
		query := rows["17 10.0.0.3:5000 1"]
		require.Equal(t, "www.held-out.example", query["requested_server_name"])
		require.Equal(t, "1", query["bidirectional_packets"])
		require.Equal(t, "66", query["bidirectional_ip_bytes"])
		require.Equal(t, "122", query["bidirectional_raw_bytes"], "of both frames")
		require.Equal(t, "0", query["partial_packets"])
		require.Equal(t, "2", rows["17 10.0.0.1:7 0"]["bidirectional_packets"])
		require.Equal(t, "2.000", rows["17 10.0.0.1:7 0"]["bidirectional_duration_ms"])
		require.Equal(t, "1", rows["17 10.0.0.5:5000 1"]["partial_packets"])
		require.Equal(t, "1", rows["17 10.0.0.1:0 0"]["bidirectional_packets"])
		require.Equal(t, "1", rows["6 10.0.0.1:0 0"]["bidirectional_packets"], "its header is damaged")
		stats := s.Stats()
		require.Zero(t, stats.Frames.Ignored())
		require.EqualValues(t, 7, stats.Frames[packet.OK])
		require.EqualValues(t, 1, stats.Frames[packet.Damaged])
		require.EqualValues(t, 1, stats.Frames[packet.Orphan])
		require.EqualValues(t, 1, stats.Frames[packet.Partial])
		require.EqualValues(t, 1, stats.Frames[packet.Reassembled])
	}
}
