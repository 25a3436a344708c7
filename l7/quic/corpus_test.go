package quic_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/quic"
	"github.com/nfstream/nfstream-go/l7/tls"
)

// reading is what a flow says.
type reading struct {
	version   quic.Version
	hello     *tls.ClientHello
	server    *tls.ServerHello
	host      string
	userAgent string
}

// read reads a flow. The first direction is the client's.
func read(client, server []l7test.Segment) (r reading) {
	var c quic.Conn
	for i := range max(len(client), len(server)) {
		if i < len(client) {
			_ = c.FeedClient(client[i].Data)
			r.google(client[i].Data)
		}
		if i < len(server) {
			_ = c.FeedServer(server[i].Data)
		}
	}
	r.tls(&c)
	r.message(c.GoogleHello())
	return r
}

func (r *reading) google(datagram []byte) {
	if p, err := quic.ParseGoogle(datagram); err == nil {
		r.version = p.Version
		r.message(p.Handshake())
	}
	unsettled := r.version == 0 || r.version.IsReserved()
	if h, _, err := quic.ParseHeader(datagram); err == nil && h.Version != 0 && unsettled {
		r.version = h.Version
	}
}

func (r *reading) message(data []byte) {
	if m, err := quic.ParseMessage(data); err == nil && r.host == "" {
		r.host, r.userAgent = string(m.ServerName()), string(m.UserAgent())
	}
}

func (r *reading) tls(c *quic.Conn) {
	if c.Version() != 0 {
		r.version = c.Version()
	}
	if h, err := tls.ParseClientHello(c.ClientHello()); err == nil {
		r.hello, r.host = h, string(h.ServerName)
		r.userAgent = string(quic.ParseParameters(c.Version(), h.QUICParameters).UserAgent())
	}
	if h, err := tls.ParseServerHello(c.ServerHello()); err == nil {
		r.server = h
	}
}

// tally counts agreement by field, of what the reference says.
type tally struct {
	testing.TB
	l7test.Tally
}

func (c tally) check(field, where, want, got string) { c.AddText(c, field, where, want, got) }

func TestReferenceLabels(t *testing.T) {
	c := tally{t, l7test.Tally{}}
	servers := 0
	for _, path := range l7test.Captures(t) {
		labels := quicLabels(t, path)
		if len(labels) == 0 {
			continue
		}
		_, flows := l7test.Flows(t, path)
		for _, l := range labels {
			e, _ := l.Ends()
			r := read(flows[e], flows[e.Reverse()])
			if r.server != nil {
				servers++
			}
			c.flow(fmt.Sprintf("%s %v-%v", filepath.Base(path), e.Src, e.Dst), l, r)
		}
	}
	t.Logf("%d server hellos", servers)
	c.Require(t, 0.99)
}

func (c tally) flow(where string, l *label, r reading) {
	want := l.NDPI.QUIC
	c.check("version", where, want.Version, r.version.String())
	c.check("hostname", where, l.NDPI.Hostname, strings.ToLower(r.host))
	c.check("user agent", where, want.UserAgent, r.userAgent)
	h := r.hello
	if h == nil {
		h = new(tls.ClientHello)
	}
	c.check("ja3", where, want.TLS.JA3, h.JA3Hash())
	c.check("ja4", where, l7test.JA4(want.TLS.JA4), l7test.JA4(h.JA4(tls.OverQUIC)))
	c.check("alpn", where, want.TLS.Advertised, h.ALPN.String())
	c.check("versions", where, want.TLS.Versions, string(h.AppendSupportedVersions(nil)))
}
