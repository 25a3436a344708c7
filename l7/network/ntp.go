package network

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// NTP is what the first message says, and the answer to it (RFC 5905, section 7.3).
type NTP struct {
	Version, Mode uint8
	Stratum       uint8  // of the server: 1 for one with a clock of its own, 0 unknown
	Reference     string // of the server: its clock, such as GPS, its own server's address, or a kiss code such as RATE
}

func ntpColumns() []*metadata.Column {
	type record = *NTP
	return []*metadata.Column{
		metadata.Int("ntp_version", "version of the first message", func(m record) int64 { return int64(m.Version) }).Unsigned(8).OrNone(),
		metadata.Int("ntp_mode", "mode of the first message: 3 of a client, 4 of a server, 6 of control",
			func(m record) int64 { return int64(m.Mode) }).Unsigned(8).OrNone(),
		metadata.Int("ntp_stratum", "stratum of the server, 0 if it does not say",
			func(m record) int64 { return int64(m.Stratum) }).Unsigned(8).OrNone(),
		metadata.Text("ntp_reference", "reference identifier of the server: a clock, an address or a kiss code",
			func(m record) string { return m.Reference }),
	}
}

// ntp is the Network Time Protocol (RFC 5905, section 7.3), with control messages (RFC 9327, section 2) and the private
// ones of ntpd, on its port.
func ntp() l7.Proto {
	return l7.Proto{
		ID: categories.NTP, On: l7.UDP, Ports: []uint16{123}, PortsOnly: true, Min: 8, Probe: probeNTP, Columns: ntpColumns(),
		Session: func() l7.Session { return new(ntpSession) },
		Samples: l7.Samples("\x23\x02\x06\xe8" + zeros20 + zeros20 + "\x00\x00\x00\x00"),
	}
}

func probeNTP(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if !c.OnPort(123) || len(b) < 8 {
		return l7.Reject
	}
	version, mode := b[0]>>3&7, b[0]&7
	switch {
	case version == 0 || version > 4 && version != 7, mode == 0 && version > 1:
		return l7.Reject
	case mode == 6: // a message and the length of its data
		return matchIf(len(b) >= 12 && int(b[10])<<8|int(b[11]) <= c.Length()-12)
	case mode == 7: // the implementation, and which request
		return matchIf(b[2] == 0 || b[2] == 2 || b[2] == 3)
	case c.Length() >= 48:
		poll, precision := int8(b[2]), int8(b[3]) // powers of two, in seconds
		return matchIf(b[1] <= 16 && poll >= -6 && poll <= 17 && precision >= -48 && (precision <= 0 || precision == ntpHidden))
	}
	return l7.Reject
}

// ntpHidden is the precision that clients send to hide their own.
const ntpHidden = 32

// The modes of the protocol (section 3).
const (
	ntpClient = 3
	ntpServer = 4
)

// ntpSession reads the first message, and the answer to a client.
type ntpSession struct{ read bool }

// Read reads a datagram.
func (s *ntpSession) Read(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if len(b) < 8 {
		return l7.Match
	}
	d, mode := l7.Record[NTP](c), b[0]&7
	if !s.read {
		d.Version, d.Mode = b[0]>>3&7, mode
	}
	if mode == ntpServer && len(b) >= 16 {
		d.Stratum, d.Reference = b[1], ntpReference(b[1], b[12:16])
	}
	if s.read || mode != ntpClient {
		return l7.Match
	}
	s.read = true
	return l7.More
}

// ntpReference returns a reference identifier: text of stratum 0 and 1, else an address (RFC 5905, section 7.3).
func ntpReference(stratum uint8, id []byte) string {
	if stratum < 2 {
		return lineOf(id)
	}
	return ipText(id)
}

// Close has nothing to add.
func (*ntpSession) Close(*l7.Ctx) {}

// Reset makes the session as good as new.
func (s *ntpSession) Reset() { s.read = false }

// Holds returns the memory that the session uses, in bytes (l7.Holder).
func (*ntpSession) Holds() int { return 8 }

func matchIf(ok bool) l7.Verdict {
	if ok {
		return l7.Match
	}
	return l7.Reject
}
