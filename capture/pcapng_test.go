package capture

import (
	"bytes"
	"io"
	"math"
	"testing"

	"github.com/nfstream/nfstream-go/packet"
	"github.com/stretchr/testify/require"
)

func TestPcapngBlocks(t *testing.T) {
	for endian, order := range orders {
		t.Run(endian, func(t *testing.T) {
			w := &builder{byteOrderAppender: order}
			w.sectionHeader()
			w.iface(packet.LinkEthernet, 4, nil)
			w.iface(packet.LinkRaw, 0, w.part().option(optionResolution, 9).u16(optionEnd, 0).b)
			w.enhanced(0, 5_000_001, 60, ramp(6))
			w.block(0x40000bad, ramp(100))
			w.enhanced(1, 5_000_000_001, 3, ramp(3))
			w.block(blockSimplePacket, w.part().u32(60).bytes(ramp(4)...).b)
			w.block(blockPacket, w.part().u16(1, 7).u32(1, 5, 2, 9).bytes(ramp(2)...).b)
			require.Equal(t, []Frame{
				{ramp(6), 5_000_001_000, 60, packet.LinkEthernet},
				{ramp(3), 5_000_000_001, 3, packet.LinkRaw},
				{ramp(4), 5_000_000_001, 60, packet.LinkEthernet},
				{ramp(2), 1<<32 + 5, 9, packet.LinkRaw},
			}, frames(t, w.b))
		})
	}
}

func TestPcapngSections(t *testing.T) {
	big := &builder{byteOrderAppender: orders["big"]}
	big.sectionHeader().iface(packet.LinkRaw, 0, nil).enhanced(0, 1, 3, ramp(3))
	little := &builder{byteOrderAppender: orders["little"]}
	little.sectionHeader().iface(packet.LinkEthernet, 0, nil).enhanced(0, 2, 3, ramp(3))
	want := []Frame{
		{ramp(3), 1000, 3, packet.LinkRaw},
		{ramp(3), 2000, 3, packet.LinkEthernet},
		{ramp(3), 1000, 3, packet.LinkRaw},
	}
	require.Equal(t, want, frames(t, bytes.Join([][]byte{big.b, little.b, big.b}, nil)))
}

func TestPcapngStatistics(t *testing.T) {
	w := &builder{byteOrderAppender: orders["big"]}
	w.sectionHeader().iface(1, 0, nil).iface(1, 0, nil)
	drops := func(number uint32, ifDrop, osDrop uint64) {
		body := w.part().u32(number, 0, 0)
		body.option(optionIfDrop, body.AppendUint64(nil, ifDrop)...)
		body.option(optionOSDrop, body.AppendUint64(nil, osDrop)...)
		w.block(blockStatistics, body.u16(optionEnd, 0).b)
	}
	drops(0, 5, 100)
	drops(1, 1, 10)
	drops(0, 7, 200)
	w.enhanced(0, 0, 0, nil)
	src, err := NewReader(bytes.NewReader(w.b))
	require.NoError(t, err)
	_, err = collect(src)
	require.Equal(t, io.EOF, err)
	size := int64(len(w.b))
	require.Equal(t, Stats{Received: 1, Dropped: 210, InterfaceDropped: 8, Read: size}, src.Stats())
}

// A time beyond int64 nanoseconds is clamped and counted.
func TestPcapngTimesBeyondTheRange(t *testing.T) {
	w := &builder{byteOrderAppender: orders["little"]}
	w.sectionHeader()
	w.iface(1, 0, w.part().option(optionResolution, 0).u16(optionEnd, 0).b)
	offset := w.part()
	offset.option(optionResolution, 0)
	offset.option(optionOffset, offset.AppendUint64(nil, ^uint64(9_999_999_999-1))...)
	w.iface(1, 0, offset.u16(optionEnd, 0).b)
	for _, seconds := range []uint64{9_223_372_036, 9_223_372_037} {
		w.enhanced(0, seconds, 0, nil).enhanced(1, 9_999_999_999-seconds, 0, nil)
	}
	src, err := NewReader(bytes.NewReader(w.b))
	require.NoError(t, err)
	all, err := collect(src)
	require.Equal(t, io.EOF, err)
	var times []int64
	for _, f := range all {
		times = append(times, f.Time)
	}
	require.Equal(t, []int64{9_223_372_036e9, -9_223_372_036e9, math.MaxInt64, math.MinInt64}, times)
	require.EqualValues(t, 2, src.Stats().ClampedTimes)
}

func TestPcapngMalformed(t *testing.T) {
	start := func() *builder {
		return (&builder{byteOrderAppender: orders["little"]}).sectionHeader().iface(1, 0, nil)
	}
	broken := start().enhanced(0, 0, 4, ramp(4))
	broken.b[len(broken.b)-4]++
	for name, w := range map[string]*builder{
		"length not of words":      start().u32(blockEnhancedPacket, 33, 0, 0),
		"length below a block's":   start().u32(blockEnhancedPacket, 8, 0, 0),
		"length of the end":        broken,
		"interface":                start().enhanced(1, 0, 4, ramp(4)),
		"no interface":             start().sectionHeader().block(blockSimplePacket, make([]byte, 8)),
		"captured length":          start().block(blockEnhancedPacket, start().part().u32(0, 0, 0, 5, 5, 0).b),
		"simple length":            start().block(blockSimplePacket, start().part().u32(9).b),
		"block":                    start().u32(blockEnhancedPacket, maxRecord+4, 0, 0),
		"option":                   start().iface(1, 0, start().part().u16(optionResolution, 50).b),
		"version":                  start().block(blockSectionHeader, start().part().u32(byteOrderMagic, 2, 0, 0).b),
		"byte order":               start().block(blockSectionHeader, ramp(16)),
		"enhanced packet":          start().block(blockEnhancedPacket, ramp(16)),
		"obsolete packet":          start().block(blockPacket, ramp(16)),
		"simple packet":            start().block(blockSimplePacket, nil),
		"interface description":    start().block(blockInterface, ramp(4)),
		"statistics":               start().block(blockStatistics, ramp(8)),
		"statistics of no one":     start().block(blockStatistics, start().part().u32(1, 0, 0).b),
		"section header too short": start().block(blockSectionHeader, start().part().u32(byteOrderMagic, 1).b),
	} {
		got, err := collectBytes(t, w.b)
		require.ErrorIs(t, err, ErrFormat, name)
		require.Empty(t, got, name)
	}
}

func TestPcapngTooManyInterfaces(t *testing.T) {
	w := (&builder{byteOrderAppender: orders["little"]}).sectionHeader()
	for range maxInterfaces + 1 {
		w.iface(1, 0, nil)
	}
	_, err := collectBytes(t, w.b)
	require.ErrorIs(t, err, ErrFormat)
}

func TestPcapngBreaksOff(t *testing.T) {
	capture := append(pcapngOf(2, 60), 6, 0, 0, 0, 100)
	got, err := collectBytes(t, capture)
	require.Len(t, got, 2)
	require.EqualError(t, err, "byte 232: capture cut short: 5 of 12 bytes of a block")
	unknown := (&builder{byteOrderAppender: orders["little"]}).sectionHeader().u32(99, 1000, 0, 0)
	_, err = collectBytes(t, unknown.b)
	require.ErrorIs(t, err, ErrTruncated)
}
