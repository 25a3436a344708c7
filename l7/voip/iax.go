//go:build !nfstream_no_voip

package voip

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// iax returns the Inter-Asterisk eXchange, version 2 (RFC 5456).
func iax() l7.Proto {
	return l7.Proto{
		ID: categories.IAX, On: l7.UDP, Ports: []uint16{portIAX}, Min: iaxHeader, First: bytesBetween(0x80, 0xff),
		FirstPayload: iaxHeader, Probe: probeIAX, Session: l7.Once(readIAX), Columns: iaxColumns(),
		Samples: l7.Samples("\x80\x04\x00\x00\x00\x00\x00\x01\x00\x00\x06\x01\x0b\x02\x00\x02\x01\x00",
			"\x80\x17\x00\x04\x00\x00\x00\x01\x00\x01\x06\x04"),
	}
}

const (
	portIAX   = 4569
	iaxHeader = 12
	iaxFull   = 0x8000 // the bit of a full frame, before the source's call number
)

// probeIAX recognises the first frame of a call: it has type IAX control and no destination, and information elements
// fill it. It also recognises a full frame with the call numbers of the other side's first frame (RFC 5456, section 8).
func probeIAX(c *l7.Ctx) l7.Verdict {
	const control, lastSubclass, number = 6, 0x28, 0x7fff
	b := c.Data
	if len(b) < iaxHeader || b[0] < iaxFull>>8 {
		return l7.Reject
	}
	from, to := binary.BigEndian.Uint16(b)&number, binary.BigEndian.Uint16(b[2:])&number
	if b[10] == control && 0 < b[11] && b[11] <= lastSubclass && from != 0 && to == 0 && b[8] == 0 && b[9] == 0 &&
		elementsFill(b[iaxHeader:], c.Length()-iaxHeader) && (len(b) > iaxHeader || c.OnPort(portIAX)) {
		return l7.Match
	}
	other := c.First(1 - c.Dir)
	switch {
	case len(other) < iaxHeader:
		return l7.More
	case other[0] < iaxFull>>8 || b[10] == 0 || b[10] > 12 || from == 0:
		return l7.Reject
	case binary.BigEndian.Uint16(other)&number == to && binary.BigEndian.Uint16(other[2:])&number&^from == 0:
		return l7.Match
	}
	return l7.Reject
}

// elementsFill reports whether all information elements have a known type and the last one ends with the frame
// (RFC 5456, section 8.6). length is their size on the wire, b the captured part.
func elementsFill(b []byte, length int) bool {
	const header, lastElement = 2, 0x38
	for length > 0 {
		if len(b) < header {
			return len(b) < length
		}
		size := header + int(b[1])
		if b[0] == 0 || b[0] > lastElement || size > length {
			return false
		}
		length, b = length-size, b[min(size, len(b)):]
	}
	return true
}

// readIAX reads who calls whom from the information elements of a full frame (RFC 5456, section 8.6).
func readIAX(c *l7.Ctx) {
	const header, called, calling, user = 2, 0x01, 0x02, 0x06
	for b := c.Data[min(len(c.Data), iaxHeader):]; len(b) >= header && len(b) >= header+int(b[1]); b = b[header+int(b[1]):] {
		text := textOf(b[header : header+int(b[1])])
		switch b[0] {
		case called:
			l7.Record[IAX](c).Called = text
		case calling:
			l7.Record[IAX](c).Calling = text
		case user:
			l7.Record[IAX](c).User = text
		}
	}
}
