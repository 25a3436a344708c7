//go:build !nfstream_no_voip

package voip

import (
	"bytes"
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// h323 returns the signalling of H.323 calls: H.225.0 on Q.931, and H.245, both in TPKT (RFC 1006).
func h323() l7.Proto {
	return l7.Proto{
		ID: categories.H323, On: l7.TCP, Ports: []uint16{1720}, First: l7.Bytes(tpktVersion), Probe: probeH323,
		Session: l7.Begins(longestSetup, readH323), Columns: h323Columns(),
		Samples: l7.Samples("\x03\x00\x00\x12\x08\x02\x77\xf4\x05\x04\x03\x80\x90\xa5\x7e\x00\x01\x05",
			"\x03\x00\x00\x1c\x02\x30\x01\x06\x00\x08\x81\x75\x00\x05\x00\x80\x1b\xc5\x20\x40\x1d\x00\x80\x00\x00\x00\x1b\xc5"),
	}
}

// ras returns the registration of end points and their admission to calls (ITU-T H.225.0, RAS) by messages that name their
// version.
func ras() l7.Proto {
	return l7.Proto{
		ID: categories.H323, On: l7.UDP, Ports: []uint16{1718, 1719}, Min: 12, Columns: h323Columns(), Probe: func(c *l7.Ctx) l7.Verdict {
			const window = 24
			if len(c.Data) >= 12 && bytes.Contains(c.Data[:min(len(c.Data), window)], []byte(oidH225)) {
				return l7.Match
			}
			return l7.Reject
		},
		Samples: l7.Samples("\x0e\x80\x00\x01\x06" + oidH225[1:] + "\x04\x80\x00\xc0\x00\x02\x01\x06\xb7"),
	}
}

const (
	tpktVersion = 3
	tpktHeader  = 4
	// The object identifiers of the versions of H.225.0 (0.0.8.2250.0) and H.245 (0.0.8.245.0), with their length.
	oidH225 = "\x06\x00\x08\x91\x4a\x00"
	oidH245 = "\x06\x00\x08\x81\x75\x00"
)

// probeH323 reads the length, then a header of Q.931 or what H.245 opens with, terminalCapabilitySet.
func probeH323(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if v := l7.Prefix(b, "\x03\x00"); v != l7.Match {
		return v
	}
	if len(b) < tpktHeader+1 {
		return l7.More
	}
	size := int(binary.BigEndian.Uint16(b[2:]))
	b = b[tpktHeader:min(len(b), max(size, tpktHeader+1))]
	switch b[0] {
	case 0x08:
		return probeQ931(b, size-tpktHeader)
	case 0x02:
		return probeH245(b, size-tpktHeader)
	}
	return l7.Reject
}

// probeQ931 reads the discriminator, the call reference, the type, and the first information element (ITU-T Q.931,
// section 4).
func probeQ931(b []byte, size int) l7.Verdict {
	const longestReference, firstType, lastType = 2, 0x01, 0x7d
	switch {
	case size < 4 || len(b) > 1 && b[1] > longestReference:
		return l7.Reject
	case len(b) < 2+longestReference+2:
		if len(b) == size {
			return l7.Reject
		}
		return l7.More
	}
	kind, element := b[2+int(b[1])], byte(0)
	if at := 3 + int(b[1]); at < len(b) {
		element = b[at]
	}
	switch element {
	case 0x04, 0x08, 0x1c, 0x1e, 0x28, 0x34, 0x6c, 0x70, 0x7e, 0x96, 0x14, 0x27, 0xa1:
		if kind >= firstType && kind <= lastType {
			return l7.Match
		}
	}
	return l7.Reject
}

// longestSetup bounds how much of the first message of each side is read.
const longestSetup = 512

// readH323 reads the numbers of who calls and who is called from the information elements of a message, up to the one that
// has the message of H.225.0 (ITU-T Q.931, sections 4.5.8 and 4.5.10).
func readH323(c *l7.Ctx, b []byte) (done bool) {
	const referenceAt, calling, called, user, single = tpktHeader + 1, 0x6c, 0x70, 0x7e, 0x80
	if len(b) < tpktHeader+2 {
		return false
	}
	size := int(binary.BigEndian.Uint16(b[2:]))
	if len(b) < min(size, longestSetup) {
		return false
	}
	at := referenceAt + 2 + int(b[referenceAt]) // the type
	for at+2 <= min(len(b), size) && b[at] != user {
		kind, length := b[at], int(b[at+1])
		if at++; kind >= single {
			continue
		}
		value := b[min(len(b), at+1):min(len(b), at+1+length)]
		at += 1 + length
		if kind != calling && kind != called {
			continue
		}
		if kind == calling && len(value) > 0 && value[0] < single { // another octet comes before the digits
			value = value[1:]
		}
		if len(value) > 0 {
			noteNumber(l7.Record[H323](c), kind == calling, textOf(value[1:]))
		}
	}
	return true
}

func noteNumber(r *H323, calling bool, digits string) {
	if calling {
		r.Calling = digits
	} else {
		r.Called = digits
	}
}

func probeH245(b []byte, size int) l7.Verdict {
	const at = 3
	if size < at+len(oidH245)+1 {
		return l7.Reject
	}
	if len(b) <= at {
		return l7.More
	}
	return l7.Prefix(b[at:], oidH245)
}
