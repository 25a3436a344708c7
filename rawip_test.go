package nfstream_test

import (
	"bytes"
	"encoding/binary"
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/packet"
)

// rawIP makes a packet of IPv4 or IPv6, as the addresses are.
func rawIP(src, dst netip.Addr, proto byte, body []byte) []byte {
	if src.Is4() {
		b := make([]byte, 20, 20+len(body))
		b[0], b[8], b[9] = 0x45, 64, proto
		binary.BigEndian.PutUint16(b[2:], uint16(cap(b)))
		copy(b[12:], src.AsSlice())
		copy(b[16:], dst.AsSlice())
		return append(b, body...)
	}
	b := make([]byte, 40, 40+len(body))
	b[0], b[6], b[7] = 0x60, proto, 64
	binary.BigEndian.PutUint16(b[4:], uint16(len(body)))
	copy(b[8:], src.AsSlice())
	copy(b[24:], dst.AsSlice())
	return append(b, body...)
}

// rawFrame makes a frame that begins with an IP header.
func rawFrame(at time.Duration, b []byte) capture.Frame {
	return capture.Frame{Data: b, Length: uint32(len(b)), Time: int64(at), Link: packet.LinkRaw}
}

// ported makes a transport header that begins with two ports and is n bytes long, and a payload.
func ported(src, dst uint16, n int, payload ...byte) []byte {
	b := make([]byte, n, n+len(payload))
	binary.BigEndian.PutUint16(b, src)
	binary.BigEndian.PutUint16(b[2:], dst)
	return append(b, payload...)
}

// udp makes a UDP datagram.
func udp(src, dst uint16, payload ...byte) []byte {
	b := ported(src, dst, 8, payload...)
	binary.BigEndian.PutUint16(b[4:], uint16(len(b)))
	return b
}

// tcp makes a TCP segment.
func tcp(src, dst uint16, seq uint32, flags byte, payload ...byte) []byte {
	b := ported(src, dst, 20, payload...)
	binary.BigEndian.PutUint32(b[4:], seq)
	b[12], b[13] = 5<<4, flags
	return b
}

// rowsOfFrames meters frames, for one worker and for three, which make the same rows.
func rowsOfFrames(t *testing.T, cfg nfstream.Config, frames ...capture.Frame) []map[string]string {
	t.Helper()
	var rows [2][]map[string]string
	for i, workers := range []int{1, 3} {
		source := framesSource(frames)
		cfg.Workers = workers
		s, err := nfstream.New(&source, cfg)
		require.NoError(t, err)
		rows[i] = rowsFrom(t, s)
	}
	require.Equal(t, rows[0], rows[1])
	return rows[0]
}

// onVLANs makes an Ethernet frame of an IP packet behind tags, from the outermost on.
func onVLANs(at time.Duration, b []byte, vlans ...uint16) capture.Frame {
	frame := make([]byte, 12)
	frame[0], frame[6] = 2, 2
	for _, vlan := range vlans {
		frame = binary.BigEndian.AppendUint16(append(frame, 0x81, 0), vlan)
	}
	kind := []byte{8, 0}
	if b[0]>>4 == 6 {
		kind = []byte{0x86, 0xdd}
	}
	frame = append(append(frame, kind...), b...)
	return capture.Frame{Data: frame, Length: uint32(len(frame)), Time: int64(at), Link: packet.LinkEthernet}
}

var (
	here6  = netip.MustParseAddr("2001:db8::1")
	there6 = netip.MustParseAddr("2001:db8::2")
)

// pcapFile is a capture of one frame that states an original length.
func pcapFile(link uint32, data []byte, original uint32) *bytes.Reader {
	var b []byte
	for _, v := range []uint32{0xa1b2c3d4, 4<<16 | 2, 0, 0, 65535, link, 1, 0, uint32(len(data)), original} {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return bytes.NewReader(append(b, data...))
}
