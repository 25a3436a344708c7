package files

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// smb is the session service of NetBIOS over TCP (RFC 1002, section 4.3), and what shares its form: SMB directly over TCP
// (MS-SMB2, section 2.1). The flow is NetBIOS. It carries SMBv1 or SMBv23
// where it begins with their messages; what follows a request for a session of NetBIOS is not read.
func smb() l7.Proto {
	return l7.Proto{
		ID: categories.NetBIOS, On: l7.TCP, Ports: []uint16{445, 139}, First: l7.Bytes(0, sessionRequest), Probe: probeSMB,
		Session: func() l7.Session { return new(smbSession) },
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

// smbHead is the length of the part of a message that is read: its header, the magic of SMB, and the command of version
// 1.
const smbHead = 4 + 4 + 1

// smbNegotiate is the command that chooses a version (MS-CIFS, section 2.2.4.52).
const smbNegotiate = 0x72

// smbSession determines the version. A client may offer later versions in a message of version 1. The answer then
// decides.
type smbSession struct {
	dirs  [2]smbDirection
	asked uint8 // the direction of such a message, plus 1
}

type smbDirection struct {
	head [smbHead]byte
	have uint8
	skip uint32 // bytes of the message that are of no interest
}

// Read reads bytes of a direction.
func (s *smbSession) Read(c *l7.Ctx) l7.Verdict {
	d := &s.dirs[c.Dir]
	if c.Data[0] == sessionRequest && d.have == 0 && d.skip == 0 {
		return l7.Match
	}
	for data := c.Data; len(data) > 0; {
		if d.skip > 0 {
			n := min(int(d.skip), len(data))
			d.skip -= uint32(n)
			data = data[n:]
			continue
		}
		d.head[d.have] = data[0]
		d.have++
		data = data[1:]
		length := uint32(d.head[1]&1)<<16 | uint32(d.head[2])<<8 | uint32(d.head[3])
		if d.head[0] == sessionMessage {
			length |= uint32(d.head[1]) << 16
		}
		switch {
		case d.have == 4 && (d.head[0] != sessionMessage || length < smbHead-4):
			d.have, d.skip = 0, length
		case d.have == smbHead:
			if s.version(c, d.head[4:]) {
				return l7.Match
			}
			d.have, d.skip = 0, length-(smbHead-4)
		}
	}
	return l7.More
}

// version evaluates the magic and the command of a message, and reports whether the version is known.
func (s *smbSession) version(c *l7.Ctx, magic []byte) (known bool) {
	if string(magic[1:4]) != "SMB" {
		return false
	}
	if magic[0] != 0xff {
		c.SetApplication(categories.SMBv23)
		return true
	}
	c.SetApplication(categories.SMBv1)
	if magic[4] == smbNegotiate && s.asked != 2-c.Dir {
		s.asked = c.Dir + 1
		return false
	}
	return true
}

// Close has nothing to add.
func (s *smbSession) Close(*l7.Ctx) {}

// Reset makes the session as good as new.
func (s *smbSession) Reset() { *s = smbSession{} }
