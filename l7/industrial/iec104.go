//go:build !nfstream_no_industrial

package industrial

import (
	"encoding/binary"
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

const (
	iec104Port    = 2404
	iec104Control = 6 // with start and length (IEC 60870-5-104)
)

// iec104 recognises telecontrol over TCP (IEC 60870-5-104): a message without data has six bytes, few of which vary;
// one with data has a known type and a length. Elsewhere than on its port, one with data has to be followed by the next.
func iec104() l7.Proto {
	return l7.Proto{
		ID: categories.IEC60870, On: l7.TCP, Ports: []uint16{iec104Port}, First: l7.Bytes(0x68), Probe: probeIEC104,
		Session: func() l7.Session { return new(iec104Session) }, Columns: iec104Columns(),
		Samples: [][]byte{[]byte("\x68\x04\x07\x00\x00\x00"),
			[]byte("\x68\x0e\x02\x00\x02\x00\x64\x01\x06\x00\x01\x00\x00\x00\x00\x14")},
	}
}

func probeIEC104(c *l7.Ctx) l7.Verdict {
	const least, most = 4, 253
	b := c.Data
	switch {
	case b[0] != 0x68, len(b) > 1 && (b[1] < least || b[1] > most):
		return l7.Reject
	case len(b) < 3:
		return l7.More
	case b[2]&1 != 0:
		return iec104WithoutData(c)
	case !iec104Data(b):
		return l7.Reject
	case c.OnPort(iec104Port):
		return l7.AtLeast(b, 8, l7.Match)
	}
	n := 2 + int(b[1])
	if len(b) <= n {
		return l7.More
	}
	if next := b[n:]; next[0] != 0x68 || len(next) > 1 && (next[1] < least || next[1] > most) || len(next) > 2 && !iec104Data(next) ||
		len(next) > 3 && binary.LittleEndian.Uint16(next[2:])-binary.LittleEndian.Uint16(b[2:]) != 2 {
		return l7.Reject
	}
	return l7.AtLeast(b, n+8, l7.Match)
}

// iec104Data reports whether b starts as a message with data: a type, and how many objects there are.
func iec104Data(b []byte) bool {
	return b[2]&1 == 0 && (len(b) <= 4 || b[4]&1 == 0) && b[1] >= 10 && (len(b) <= 6 || b[6] != 0 && b[6] <= 127) &&
		(len(b) <= 7 || b[7] != 0)
}

// iec104WithoutData judges a message that acknowledges, or one that starts, stops or tests.
func iec104WithoutData(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if b[1] != 4 || len(b) > 3 && b[3] != 0 {
		return l7.Reject
	}
	switch b[2] {
	case 0x07, 0x0b, 0x13, 0x23, 0x43, 0x83: // STARTDT, STOPDT and TESTFR, to act and confirmed
		if len(b) > 4 && b[4] != 0 || len(b) > 5 && b[5] != 0 {
			return l7.Reject
		}
	case 0x01:
		if !c.OnPort(iec104Port) || len(b) > 4 && b[4]&1 != 0 {
			return l7.Reject
		}
	default:
		return l7.Reject
	}
	return l7.AtLeast(b, iec104Control, l7.Match)
}

// iec104Session looks for the first message with data.
type iec104Session struct {
	sides [2]iec104Side
	read  uint8 // messages
}

// iec104Side is the state of a direction.
type iec104Side struct {
	head [iec104Head]byte // of the message at hand
	n    int              // bytes in head
	skip int              // bytes of the message before it that are still to come
}

const iec104Head = 12 // up to the common address (IEC 60870-5-101)

// Read takes the next bytes of a direction.
func (s *iec104Session) Read(c *l7.Ctx) l7.Verdict {
	const most = 32 // messages without data
	d := &s.sides[c.Dir&1]
	for b := c.Data; len(b) > 0; {
		b = d.take(b)
		switch {
		case d.skip > 0 || d.n < d.need():
			continue
		case d.head[0] != 0x68 || d.head[1] < 4 || s.read > most:
			return l7.Match
		case d.n == iec104Head && d.head[2]&1 == 0:
			m := l7.Record[IEC104](c)
			m.Type, m.Address = d.head[6], binary.LittleEndian.Uint16(d.head[10:])
			return l7.Match
		}
		s.read++
		d.skip, d.n = 2+int(d.head[1])-d.n, 0
	}
	return l7.More
}

// take reads bytes away that are to be skipped, or that the head needs.
func (d *iec104Side) take(b []byte) []byte {
	if d.skip > 0 {
		n := min(d.skip, len(b))
		d.skip -= n
		return b[n:]
	}
	n := copy(d.head[d.n:d.need()], b)
	d.n += n
	return b[n:]
}

// need returns how many bytes of the head there must be: a message without data ends before all.
func (d *iec104Side) need() int {
	if d.n < iec104Control {
		return iec104Control
	}
	return max(iec104Control, min(iec104Head, 2+int(d.head[1])))
}

// Close has nothing to add.
func (*iec104Session) Close(*l7.Ctx) {}

// Reset makes the session as good as new.
func (s *iec104Session) Reset() { *s = iec104Session{} }
