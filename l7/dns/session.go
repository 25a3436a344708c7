package dns

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/risk"
)

// maxMessages is how many messages of a flow are read, as a flow may be of questions alone.
const maxMessages = 6

// session reads a flow over UDP until its first response that has a record. The metadata is that of the latest message:
// a resolver asks for several types at once from one port, and what a response says belongs to its own question.
type session struct {
	name []byte // scratch
	read int    // messages
	done bool

	unanswered bool // the latest message is a question
}

// Read reads a datagram.
func (s *session) Read(c *l7.Ctx) l7.Verdict {
	s.message(c, c.Data)
	return s.verdict()
}

func (s *session) verdict() l7.Verdict {
	if s.done {
		return l7.Match
	}
	return l7.More
}

// message writes down what a message says.
func (s *session) message(c *l7.Ctx, data []byte) {
	s.read++
	s.done = s.read == maxMessages
	m, err := Parse(data)
	if err != nil {
		c.Risk(risk.Malformed, "DNS header")
		return
	}
	malformed(c, &m)
	s.unanswered = !m.Response
	d := l7.Record[Metadata](c)
	c.Metadata().ServerText = c.Metadata().ServerName
	d.Queries = m.Questions
	if q, ok := m.Question(); ok {
		d.QueryType, d.QueryClass = uint16(q.Type), uint16(q.Class)
		s.named(c, q.Name)
	} else if r, ok := m.Answer(); ok {
		s.named(c, r.Name)
	}
	if m.Additionals > 0 {
		if e, ok := m.EDNS(); ok {
			d.EDNSSize = e.UDPSize
		}
	}
	if m.Response {
		s.response(c, &m, d)
	}
}

// response writes down what a response says.
func (s *session) response(c *l7.Ctx, m *Message, d *Metadata) {
	s.done = s.done || m.Records() > 0
	d.Answers, d.ReplyCode = m.Answers, uint16(m.fullRCode())
	s.answers(c, m, d)
}

// avastSecureDNS is asked for the certificate with which Avast's Secure DNS, a DNSCrypt, begins.
const avastSecureDNS = "2.securedns.avast.com"

// named writes down the name that a message is about, unless it is the one before.
func (s *session) named(c *l7.Ctx, n Name) {
	s.name = n.appendShown(s.name[:0])
	if string(s.name) == avastSecureDNS {
		c.SetProtocol(categories.AVASTSecureDNS)
	}
	if m := c.Metadata(); m.ServerName != string(s.name) {
		c.SetServerName(string(s.name))
		m.ServerText = m.ServerName
	}
}

// Close has nothing to add.
func (s *session) Close(*l7.Ctx) {}

// Reset makes the session as good as new.
func (s *session) Reset() { *s = session{name: s.name[:0]} }

// streamSession is a session of a flow over TCP.
type streamSession struct {
	session
	streams [2]Stream // by direction
}

// Read reads bytes of a direction.
func (s *streamSession) Read(c *l7.Ctx) l7.Verdict {
	stream, data := &s.streams[c.Dir], c.Data
	for !s.done {
		message, rest, ok := stream.Next(data)
		if !ok {
			break
		}
		s.message(c, message)
		data = rest
	}
	return s.verdict()
}

// Reset makes the session as good as new.
func (s *streamSession) Reset() {
	s.session.Reset()
	for d := range s.streams {
		s.streams[d].Reset()
	}
}
