package files

import (
	"unsafe"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/frames"
)

// smb is the session service of NetBIOS over TCP (RFC 1002, section 4.3), and what shares its form: SMB directly over TCP
// (MS-SMB2, section 2.1). The flow is NetBIOS. It carries SMBv1 or SMBv23
// where it begins with their messages; what follows a request for a session of NetBIOS is not read.
func smb() l7.Proto {
	return l7.Proto{
		ID: categories.NetBIOS, On: l7.TCP, Ports: []uint16{445, 139}, First: l7.Bytes(0, sessionRequest), Probe: probeSMB,
		Session: func() l7.Session { return new(smbSession) }, Columns: smbColumns(),
		Samples: l7.Samples("\x00\x00\x00\x2f\xffSMBr\x00\x00\x00\x00", "\x00\x00\x01\x78\xfeSMB\x40\x00",
			"\x81\x00\x00\x44\x20FDEDFGCACACACACACACACACACACACACA\x00\x20EFDEDFGCACACACACACACACACACACACAC\x00"),
	}
}

// Types of messages.
const (
	sessionMessage = 0
	sessionRequest = 0x81
)

func probeSMB(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if b[0] == sessionRequest {
		return judgeSessionRequest(b)
	}
	if len(b) < 5 {
		if b[0] != 0 {
			return l7.Reject
		}
		return l7.More
	}
	if b[0] != 0 || int(b[1])<<16|int(b[2])<<8|int(b[3]) < 32 {
		return l7.Reject
	}
	return l7.Prefix(b[4:], "\xffSMB", "\xfeSMB", "\xfdSMB", "\xfcSMB")
}

// judgeSessionRequest checks a session request, which names both ends.
func judgeSessionRequest(b []byte) l7.Verdict {
	if v := l7.Prefix(b, "\x81\x00\x00\x44\x20"); v != l7.Match {
		return v
	}
	for i := 5; i < 5+32; i++ {
		if i == len(b) {
			return l7.More
		}
		if b[i] < 'A' || b[i] > 'P' {
			return l7.Reject
		}
	}
	return l7.Match
}

// smbForm is that of messages of the session service. The length has 17 bits, and 24 directly over TCP.
var smbForm = frames.Form{Keep: 1 << 10, Length: func(b []byte) int {
	switch {
	case len(b) < 4:
		return 0
	case b[0] == sessionMessage:
		return 4 + int(b[1])<<16 + int(b[2])<<8 + int(b[3])
	}
	return 4 + int(b[1]&1)<<16 + int(b[2])<<8 + int(b[3])
}}

// smbSession determines the version, and reads on until it knows the share. A client may offer later versions in a message
// of version 1. The answer then decides.
type smbSession struct {
	sides    [2]frames.Reader
	asked    uint8 // the direction of such a message, plus 1
	known    bool  // the version
	dialects []byte
}

// Read reads bytes of a direction.
func (s *smbSession) Read(c *l7.Ctx) l7.Verdict {
	for data := c.Data; len(data) > 0; {
		message, rest, _ := s.sides[c.Dir].Next(&smbForm, data)
		if data = rest; message == nil {
			continue
		}
		if message[0] == sessionRequest && !s.known {
			return l7.Match
		}
		if s.message(c, message) {
			return l7.Match
		}
	}
	return l7.More
}

// message reads a message, and reports whether no more is of interest.
func (s *smbSession) message(c *l7.Ctx, b []byte) (done bool) {
	s.version(c, c.Dir, b)
	if b[0] != sessionMessage || len(b) < 4+smbHeader || string(b[5:8]) != "SMB" {
		return false
	}
	switch b[4] {
	case 0xff:
		return s.read1(c, b[4:])
	case 0xfe:
		return readSMB2(c, b[4:])
	}
	return b[4] == 0xfd // encrypted
}

// version determines the version by the start of a message.
func (s *smbSession) version(c *l7.Ctx, dir uint8, b []byte) {
	switch {
	case s.known || len(b) < 9 || b[0] != sessionMessage || string(b[5:8]) != "SMB":
	case b[4] != 0xff:
		c.SetApplication(categories.SMBv23)
		s.known = true
	default:
		c.SetApplication(categories.SMBv1)
		if s.known = b[8] != smbNegotiate || s.asked == 2-dir; !s.known {
			s.asked = dir + 1
		}
	}
}

// Close determines the version by messages that were cut.
func (s *smbSession) Close(c *l7.Ctx) {
	for dir := range s.sides {
		s.version(c, uint8(dir), s.sides[dir].Begun())
	}
}

// Reset makes the session as good as new.
func (s *smbSession) Reset() {
	s.sides[0].Reset()
	s.sides[1].Reset()
	*s = smbSession{sides: s.sides, dialects: s.dialects[:0]}
}

// Holds returns the memory that the session uses, in bytes (l7.Holder).
func (s *smbSession) Holds() int {
	return int(unsafe.Sizeof(*s)) + s.sides[0].Holds() + s.sides[1].Holds() + cap(s.dialects)
}
