package quic

import (
	"bytes"
	"strings"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/tls"
	"github.com/nfstream/nfstream-go/risk"
)

// session reads a connection's hellos.
type session struct {
	conn    Conn
	version Version
	client  int8 // direction of the client, counted from 1; 0 before it is known
	hello   bool // the client's was read
	server  bool // the server's was read
}

func newSession() l7.Session { return new(session) }

func (s *session) Reset() {
	s.conn.Reset()
	*s = session{conn: s.conn}
}

func (s *session) Read(c *l7.Ctx) l7.Verdict {
	if len(c.Data) == 0 {
		return l7.More
	}
	s.header(c)
	s.google(c)
	s.feed(c)
	if s.done(c.Data[0]) {
		return l7.Match
	}
	return l7.More
}

func (s *session) Close(*l7.Ctx) {}

// done reports whether no more packets are needed. The server's hello is not needed once its answers are encrypted.
func (s *session) done(first byte) bool { return s.hello && (s.server || first&longBit == 0) }

// header records the version of a packet that carries one. A later version replaces a reserved one, which a client
// sends to be refused.
func (s *session) header(c *l7.Ctx) {
	h, _, err := ParseHeader(c.Data)
	if err == nil && h.Version != 0 && (s.version == 0 || s.version.IsReserved()) {
		s.settle(c, h.Version)
	}
}

func (s *session) settle(c *l7.Ctx, v Version) {
	if v != s.version {
		s.version = v
		l7.Record[Metadata](c).Version = v.String()
	}
}

// google reads a client's packet of Google's own.
func (s *session) google(c *l7.Ctx) {
	p, err := ParseGoogle(c.Data)
	if err != nil {
		s.googleLater(c)
		return
	}
	s.settle(c, p.Version)
	s.message(c, p.Handshake())
}

// googleLater reads a packet of Google's own without a version, for example of a client without captured first packets.
func (s *session) googleLater(c *l7.Ctx) {
	for _, v := range layouts {
		if s.version != 0 && (!s.version.isPublic() || s.version.isOld() != v.isOld()) {
			continue
		}
		if p, err := parseLater(v, c.Data, 0); err == nil {
			s.message(c, p.Handshake())
		}
	}
}

// message reads a hello of Google's, which may be incomplete.
func (s *session) message(c *l7.Ctx, data []byte) {
	m, err := ParseMessage(data)
	if err != nil || m.Tag != TagCHLO || s.hello {
		return
	}
	if agent := m.UserAgent(); agent != nil {
		c.Metadata().UserAgent = string(agent)
	}
	if name := m.ServerName(); name != nil {
		s.hello = true
		c.SetServerName(strings.ToLower(string(name)))
	} else if !m.lists(TagSNI) {
		c.Risk(risk.MissingSNI, "no server name")
	}
}

// feed reads the Initial packets of a datagram. The client is who sends one that its own connection id decrypts.
func (s *session) feed(c *l7.Ctx) {
	if c.Data[0]&longBit == 0 {
		return
	}
	dir := int8(c.Dir&1) + 1
	if s.client == 0 || s.client == dir {
		_ = s.conn.FeedClient(c.Data)
		if opened, _ := s.conn.Opened(); opened > 0 {
			s.client = dir
			s.settle(c, s.conn.Version())
		}
	} else {
		_ = s.conn.FeedServer(c.Data)
		if _, opened := s.conn.Opened(); opened > 0 {
			s.settle(c, s.conn.Version())
		}
	}
	s.message(c, s.conn.GoogleHello())
	s.clientHello(c)
	s.serverHello(c)
}

func (s *session) clientHello(c *l7.Ctx) {
	message := s.conn.ClientHello()
	if s.hello || message == nil {
		return
	}
	h, err := tls.ParseClientHello(message)
	if err == tls.ErrType {
		return
	}
	s.hello = true
	m := c.Metadata()
	h.Label(m, tls.OverQUIC, err == nil)
	if c.Wants(risk.SuspiciousExtension) || c.Wants(risk.ObfuscatedTraffic) {
		h.ReportRisks(c)
	}
	if !s.server {
		metadata.Get[tls.Metadata](m).Version = tls.TLS13.String() // which QUIC implies
	}
	p := ParseParameters(s.conn.Version(), h.QUICParameters)
	if agent := p.UserAgent(); agent != nil {
		m.UserAgent = string(agent)
	}
	if len(h.QUICParameters) > 0 {
		l7.Record[Metadata](c).describe(p)
	}
	c.Classify()
	if isDNS(c, h) {
		c.SetApplication(categories.DoHDoT)
	}
}

// isDNS reports whether the connection is for DNS over QUIC (RFC 9250): by what the client means to speak, or by ports.
func isDNS(c *l7.Ctx, h *tls.ClientHello) bool {
	name := h.ALPN.First()
	if string(name) == "dq" || bytes.HasPrefix(name, []byte("doq")) {
		return true
	}
	for _, port := range [2]uint16{c.SrcPort, c.DstPort} {
		if port == 784 || port == 853 || port == 8853 {
			return true
		}
	}
	return false
}

func (s *session) serverHello(c *l7.Ctx) {
	message := s.conn.ServerHello()
	if s.server || message == nil {
		return
	}
	if h, err := tls.ParseServerHello(message); err == nil && !h.Retry {
		s.server = true
		h.Label(c.Metadata(), true)
	}
}
