package ssh

import (
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/risk"
)

// session reads what both sides say until they encrypt. The client is the side that the flow is from.
type session struct {
	sides [2]Reader // by direction
	over  [2]bool   // nothing more is to be read of the direction
	text  []byte    // scratch
}

// Read reads bytes of a direction.
func (s *session) Read(c *l7.Ctx) l7.Verdict {
	r, data := &s.sides[c.Dir], c.Data
	for {
		rest, e := r.Next(data)
		switch e {
		case More:
			return l7.More
		case IsBanner:
			s.banner(c, &r.Banner)
		case IsKexInit:
			s.offer(c, &r.KexInit)
		default:
			return s.end(c.Dir)
		}
		data = rest
	}
}

func (s *session) end(dir uint8) l7.Verdict {
	s.over[dir] = true
	if s.over[1-dir] {
		return l7.Match
	}
	return l7.More
}

func (s *session) banner(c *l7.Ctx, b *Banner) {
	l := l7.Record[Metadata](c)
	if fromServer(c) {
		l.Server = string(b.Line)
	} else {
		l.Client = string(b.Line)
	}
	l.describe(c.Metadata())
}

func (s *session) offer(c *l7.Ctx, k *KexInit) {
	l := l7.Record[Metadata](c)
	if c.Wants(risk.ObsoleteSSHClient) || c.Wants(risk.ObsoleteSSHServer) {
		judge(c, k)
	}
	if fromServer(c) {
		s.text = k.AppendHASSHServer(s.text[:0])
		l.HASSHServer = digest(s.text)
	} else {
		s.text = k.AppendHASSH(s.text[:0])
		l.HASSHClient = digest(s.text)
	}
}

// fromServer reports whether the bytes are the server's: those to the flow's source, or from it where it has the port
// of SSH, as the capture began in the middle.
func fromServer(c *l7.Ctx) bool {
	turned := false
	if c.Packet != nil {
		src, dst := c.SrcPort, c.DstPort
		if c.Packet.Direction != 0 {
			src, dst = dst, src
		}
		turned = src == Port && dst != Port
	}
	return (c.Dir != 0) != turned
}

// Close has nothing to add.
func (s *session) Close(*l7.Ctx) {}

// Reset makes the session as good as new.
func (s *session) Reset() {
	for d := range s.sides {
		s.sides[d].Reset()
	}
	*s = session{sides: s.sides, text: s.text[:0]}
}
