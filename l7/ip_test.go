package l7

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
)

// Protocols of a test on IP: version 3 of number 200, and whatever else has that number.
const (
	thirdID categories.ID = 7030
	otherID categories.ID = 7031
)

func newIPBench(t *testing.T) *bench {
	var b *bench
	b = newBench(t, 3, Proto{ID: thirdID, On: IP, IPProtocols: []uint8{200, 201}, Min: 2, First: Bytes(3),
		Probe: func(c *Ctx) Verdict {
			require.Contains(t, []uint8{200, 201}, c.IPProtocol)
			require.True(t, c.Begin)
			if c.Data[1] == 0 {
				return Match
			}
			return Reject
		}, Session: func() Session { return &talk{closed: &b.closed} }},
		Proto{ID: otherID, On: IP, IPProtocols: []uint8{200}})
	return b
}

func (b *bench) ip(number uint8, payload string) {
	p := tcp(0, 0, payload)
	p.Key.Proto, b.key.Proto = number, number
	b.step(p)
}

func TestProtocolsOnIP(t *testing.T) {
	b := newIPBench(t)
	b.ip(200, "\x03\x00 and ")
	require.Equal(t, thirdID, b.flow.Protocol)
	require.Equal(t, ByInspection, b.flow.Confidence)
	b.ip(200, "bye")
	require.Equal(t, []string{"\x03\x00 and bye|"}, b.closed)

	for _, text := range []string{"\x03", "\x03\x01", "\x04\x00", "HELLO bye"} {
		b := newIPBench(t)
		b.ip(200, text)
		require.Equal(t, otherID, b.flow.Protocol, "%q", text)
		require.True(t, b.flow.Decided())
	}
}

// A number that another protocol has beside a probe is not enough, and payloads of one with no protocol are not probed.
func TestNumbersOfNone(t *testing.T) {
	b := newIPBench(t)
	b.ip(201, "HELLO bye")
	require.Zero(t, b.flow.Protocol)
	require.False(t, b.flow.Decided())
	b.ip(201, "\x03\x00")
	require.Equal(t, thirdID, b.flow.Protocol)

	b = newIPBench(t)
	b.ip(201, "\x04")
	b.end()
	require.Zero(t, b.flow.Protocol)

	b = newIPBench(t)
	b.ip(202, "HELLO bye")
	require.True(t, b.flow.Decided())
	b.end()
	require.Zero(t, b.flow.Protocol)
	require.Zero(t, b.engine.Busy())
}

// A flow without payload is named by its number.
func TestNumberAlone(t *testing.T) {
	b := newIPBench(t)
	b.key.Proto = 200
	b.end()
	require.Equal(t, otherID, b.flow.Protocol)
	require.Equal(t, ByInspection, b.flow.Confidence)
}
