package remote

import (
	"bytes"
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// teamViewer is TeamViewer over TCP: two bytes, a command and a length of the rest, in a form of five bytes or one of 24.
func teamViewer() l7.Proto {
	return l7.Proto{
		ID: categories.TeamViewer, On: l7.TCP, Ports: []uint16{5938}, First: l7.Bytes(0x17, 0x11), Probe: probeTeamViewer,
		Samples: l7.Samples("\x17\x24\x0a\x04\x00abcd\x17\x24",
			"\x11\x30\x36\x00\x04\x00\x00\x00"+"\x01\x00\x00\x00"+"\x00\x00\x00\x00"+"\x1b\x00\x00\x00\x04\x00\x00\x00abcd"),
	}
}

func probeTeamViewer(c *l7.Ctx) l7.Verdict {
	b := c.Data
	switch v := l7.Prefix(b, "\x17\x24", "\x11\x30"); {
	case v != l7.Match:
		return v
	case b[0] == 0x17:
		return judgeShort(c)
	case len(b) < 24:
		return l7.More
	}
	length, again := binary.LittleEndian.Uint32(b[4:]), binary.LittleEndian.Uint32(b[20:])
	if b[3] != 0 || length != again && !c.OnPort(5938) {
		return l7.Reject
	}
	return l7.Match
}

// judgeShort judges whether a message of the length follows, and then another one, which is not asked for on the port.
func judgeShort(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if len(b) < 5 {
		return l7.More
	}
	end := 5 + int(binary.LittleEndian.Uint16(b[3:]))
	switch {
	case c.OnPort(5938):
		return l7.Match
	case end > l7.MaxPrefix/2:
		return l7.Reject
	case len(b) <= end:
		return l7.More
	}
	return l7.Prefix(b[end:], "\x17\x24")
}

// teamViewerDatagram is TeamViewer over UDP, where zeros and a counter go before the same two bytes.
func teamViewerDatagram() l7.Proto {
	return l7.Proto{
		ID: categories.TeamViewer, On: l7.UDP, Ports: []uint16{5938}, Min: 14, Prefixes: []string{"\x00\x00\x00\x00"},
		Probe:   probeTeamViewerDatagram,
		Samples: l7.Samples("\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x03\x17\x24\x47\x50\x00"),
	}
}

func probeTeamViewerDatagram(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if len(b) < 14 || binary.BigEndian.Uint32(b) != 0 || b[11] != 0x17 || b[12] != 0x24 {
		return l7.Reject
	}
	return l7.Match
}

// noMachine is NoMachine's NX: a line of either side with its version, and then TLS (NoMachine, "NX protocol").
func noMachine() l7.Proto {
	return l7.Proto{
		ID: categories.NoMachine, On: l7.TCP, Ports: []uint16{4000}, First: l7.Bytes('N'),
		Session: func() l7.Session { return noMachineSession{} },
		Probe:   func(c *l7.Ctx) l7.Verdict { return l7.Prefix(c.Data, "NXSH-", "NXD-") },
		Samples: l7.Samples("NXSH-8.10.1\n", "NXD-8.10.1\n"),
	}
}

// noMachineSession hands over after a line.
type noMachineSession struct{}

// Read takes bytes of a direction.
func (noMachineSession) Read(c *l7.Ctx) l7.Verdict {
	if _, rest, whole := bytes.Cut(c.Data, []byte{'\n'}); whole {
		c.Handover(rest, nil)
	}
	return l7.More
}

// Close has nothing to add.
func (noMachineSession) Close(*l7.Ctx) {}

// Reset has nothing to do.
func (noMachineSession) Reset() {}

// Holds returns how many bytes of memory the session takes (l7.Holder).
func (noMachineSession) Holds() int { return 0 }

// radmin is Radmin: a one, a length, a sum of what follows, and that. The client's first message is always the same.
func radmin() l7.Proto {
	return l7.Proto{
		ID: categories.Radmin, On: l7.TCP, Ports: []uint16{4899}, First: l7.Bytes(1), Probe: probeRadmin,
		Samples: l7.Samples("\x01\x00\x00\x00\x01\x00\x00\x00\x08\x08",
			"\x01\x00\x00\x00\x05\x00\x00\x27\x27\x27\x00\x00\x00\x00"),
	}
}

func probeRadmin(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if v := l7.Prefix(b, "\x01\x00\x00\x00\x01\x00\x00\x00\x08\x08"); v != l7.Reject {
		return v
	}
	if b[0] != 1 || !c.OnPort(4899) {
		return l7.Reject
	}
	if len(b) < 9 {
		return l7.More
	}
	if length := binary.BigEndian.Uint32(b[1:]); length == 0 || length > 1<<16 {
		return l7.Reject
	}
	return l7.Match
}
