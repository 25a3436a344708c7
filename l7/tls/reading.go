package tls

import (
	"strings"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/risk"
)

// reading is what the two directions of a connection have said in the clear, and writes it to the flow's metadata.
type reading struct {
	ctx   *l7.Ctx // of the call that is going on
	dir   uint8
	over  Transport
	sides [2]side

	session     [32]byte // its identifier, as the client has it (RFC 5246, section 7.4.1.2)
	sessionSize uint8
}

// side is what one direction has said.
type side struct {
	client, server bool // by its hello
	early          bool // a client that may send data before the server has answered
	certificate    bool
	over           bool // nothing more in the clear is to come, or none that is wanted
}

func (r *reading) begin(c *l7.Ctx) { r.ctx, r.dir = c, c.Dir&1 }

// done reports whether there is nothing more to wait for.
func (r *reading) done() bool { return r.sides[0].over && r.sides[1].over }

// event handles an event of the direction dir, and reports whether more events are needed.
func (r *reading) event(e Event) bool {
	r.take(&e, &r.sides[r.dir])
	return !r.done()
}

func (r *reading) take(e *Event, s *side) {
	switch {
	case e.Content == ContentChangeCipherSpec:
		s.over = s.over || !s.client && !r.retrying(s)
	case e.Encrypted:
		r.encrypted(s)
	case e.Content == ContentSSL2:
		r.ssl2(e, s)
	case e.Content == ContentHandshake:
		r.message(e, s, true)
	case e.Content == ContentAlert:
		if level, number, _ := e.Alert(); level == LevelFatal {
			s.over = true
			r.ctx.Risk(risk.FatalAlert, number.String())
		}
	}
}

// retrying reports whether the direction is that of a server which has asked for another hello so far.
func (r *reading) retrying(s *side) bool { return !s.server && r.other().client }

func (r *reading) other() *side { return &r.sides[1-r.dir] }

// encrypted handles a record after which both directions are secret, unless it is early data.
func (r *reading) encrypted(s *side) {
	if !s.early {
		s.over, r.other().over = true, true
	}
}

// message handles a handshake message, which may be incomplete.
func (r *reading) message(e *Event, s *side, whole bool) {
	switch e.Type {
	case TypeClientHello:
		r.clientHello(e.Body, s, whole)
	case TypeServerHello:
		r.serverHello(e.Body, s, whole)
	case TypeCertificate:
		r.certificates(e.Body, s)
	case TypeServerHelloDone, TypeServerKeyExchange:
		s.over = true
	}
}

func (r *reading) clientHello(body []byte, s *side, whole bool) {
	if s.client || r.other().client {
		return
	}
	var h ClientHello
	err := h.Parse(body)
	if h.Random == nil {
		return
	}
	s.client, s.over, s.early = true, true, h.HasEarlyData
	r.sessionSize = uint8(copy(r.session[:], h.SessionID))
	h.Label(r.ctx.Metadata(), r.over, whole && err == nil)
	if r.ctx.Wants(risk.SuspiciousExtension) || r.ctx.Wants(risk.ObfuscatedTraffic) {
		h.ReportRisks(r.ctx)
	}
	r.name(dot(&h))
}

// dot reports whether the client means to speak DNS.
func dot(h *ClientHello) bool { return string(h.ALPN.First()) == "dot" }

// name has the application identified by what names the server now.
func (r *reading) name(dns bool) {
	r.ctx.Classify()
	if dns || r.ctx.SrcPort == portDoT || r.ctx.DstPort == portDoT {
		r.ctx.SetApplication(categories.DoHDoT)
	}
}

func (r *reading) serverHello(body []byte, s *side, whole bool) {
	var h ServerHello
	err := h.Parse(body)
	if s.server || h.Random == nil {
		return
	}
	m := r.ctx.Metadata()
	h.Label(m, whole && err == nil)
	describe(m).Marks |= h.marks(r.session[:r.sessionSize])
	if s.server = !h.Retry; s.server {
		s.over = h.Version.IsTLS13() || h.Version == DTLS13
	}
}

// certificates records the server's certificates. A client may have one too, which is ignored.
func (r *reading) certificates(body []byte, s *side) {
	if s.certificate || s.client || r.other().server {
		return
	}
	list, _ := ParseCertificates(body)
	leaf := list.Leaf()
	if leaf == nil {
		return
	}
	s.certificate, s.over = true, true
	c, _ := ParseCertificate(leaf)
	m := r.ctx.Metadata()
	c.Label(m)
	m.Certificate.ChainLength = list.count()
	r.name(strings.HasPrefix(describe(m).ALPNOffered, "dot"))
}

func (r *reading) ssl2(e *Event, s *side) {
	if e.Type != TypeClientHello || s.client {
		return
	}
	var h SSL2ClientHello
	if h.Parse(e.Body) == nil {
		s.client, s.over = true, true
		describe(r.ctx.Metadata()).Version = h.Version.String()
	}
}
