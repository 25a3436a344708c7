package capture

import (
	"bytes"
	"io"
	"math"
	"testing"

	"github.com/nfstream/nfstream-go/packet"
	"github.com/stretchr/testify/require"
)

func TestPcapVariants(t *testing.T) {
	variants := []struct {
		name   string
		magic  uint32
		extra  []uint32 // after the file header
		record []byte   // after a record header
		time   int64
	}{
		{"microseconds", 0xa1b2c3d4, nil, nil, 1_700_000_000_000_123_000},
		{"nanoseconds", 0xa1b23c4d, nil, nil, 1_700_000_000_000_000_123},
		{"Kuznetzov", 0xa1b2cd34, nil, ramp(8), 1_700_000_000_000_123_000},
		{"netsniff-ng", 0xa1e2cb12, nil, ramp(8), 1_700_000_000_000_000_123},
		{"IXIA hardware", 0x1c0001ac, []uint32{76}, nil, 1_700_000_000_000_123_000},
		{"IXIA software", 0x1c0001ab, []uint32{76}, nil, 1_700_000_000_000_123_000},
	}
	for endian, order := range orders {
		for _, v := range variants {
			t.Run(v.name+" "+endian, func(t *testing.T) {
				w := (&builder{byteOrderAppender: order}).pcapHeader(v.magic, 2, 4, 113).u32(v.extra...)
				for range 2 {
					w.u32(1_700_000_000, 123, 5, 60).bytes(v.record...).bytes(ramp(5)...)
				}
				want := Frame{Data: ramp(5), Time: v.time, Length: 60, Link: packet.LinkLinuxSLL}
				require.Equal(t, []Frame{want, want}, frames(t, w.b))
			})
		}
	}
}

func TestPcapLengthsOfOldVersions(t *testing.T) {
	for _, c := range []struct {
		major, minor  uint16
		first, second uint32
	}{{2, 2, 60, 5}, {2, 3, 60, 5}, {2, 3, 5, 60}, {2, 4, 5, 60}, {543, 0, 5, 60}} {
		w := &builder{byteOrderAppender: orders["big"]}
		w.pcapHeader(0xa1b2c3d4, c.major, c.minor, 1).u32(0, 0, c.first, c.second).bytes(ramp(5)...)
		require.Equal(t, []Frame{{Data: ramp(5), Length: 60, Link: 1}}, frames(t, w.b), "version %d.%d", c.major, c.minor)
	}
}

func TestPcapHeaderFields(t *testing.T) {
	w := &builder{byteOrderAppender: orders["little"]}
	w.pcapHeader(0xa1b2c3d4, 2, 4, 0x5400_0000|1).u32(math.MaxUint32, math.MaxUint32, 5, 3).bytes(ramp(5)...)
	want := Frame{Data: ramp(5), Length: 5, Link: packet.LinkEthernet, Time: math.MaxUint32 * (1e9 + 1e3)}
	require.Equal(t, []Frame{want}, frames(t, w.b))
}

func TestPcapMalformed(t *testing.T) {
	le := orders["little"]
	header := (&builder{byteOrderAppender: le}).pcapHeader(0xa1b2c3d4, 2, 4, 1)
	version := (&builder{byteOrderAppender: le}).pcapHeader(0xa1b2c3d4, 9, 1, 1)
	for _, c := range []struct {
		name    string
		capture []byte
		is      error
		text    string
	}{
		{"empty", nil, ErrFormat, "no capture: it is empty"},
		{"text", []byte("hello"), ErrFormat, `no capture: it is text that begins with "hello"`},
		{"version", version.b, ErrFormat, "byte 24: not a well-formed capture: pcap of version 9.1: want 2.0 to 2.4"},
		{"header", header.b[:20], ErrTruncated, "byte 20: capture cut short: 20 of 24 bytes of the file header"},
	} {
		_, err := NewReader(bytes.NewReader(c.capture))
		require.ErrorIs(t, err, c.is, c.name)
		require.EqualError(t, err, c.text, c.name)
	}
}

func TestPcapBreaksOff(t *testing.T) {
	whole := pcapOf(3, 60)
	for cut := range 75 {
		got, err := collectBytes(t, whole[:len(whole)-1-cut])
		require.Len(t, got, 2)
		require.ErrorIs(t, err, ErrTruncated)
		var at *ReadError
		require.ErrorAs(t, err, &at)
		require.EqualValues(t, 24+2*76, at.Offset)
	}
	got, err := collectBytes(t, whole[:24])
	require.Equal(t, io.EOF, err)
	require.Empty(t, got)
}

func TestPcapRecordTooLong(t *testing.T) {
	capture := pcapOf(3, 60)
	copy(capture[24+76+8:], []byte{1, 0, 0, 0x7f})
	got, err := collectBytes(t, capture)
	require.Len(t, got, 1)
	require.ErrorIs(t, err, ErrFormat)
	require.EqualError(t, err, "byte 100: not a well-formed capture: packet record of 2130706433 bytes")
}

func collectBytes(t testing.TB, capture []byte) ([]Frame, error) {
	t.Helper()
	src, err := NewReader(bytes.NewReader(capture))
	require.NoError(t, err)
	return collect(src)
}
