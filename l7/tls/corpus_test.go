package tls_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/tls"
)

// side is what one direction of a flow says.
type side struct {
	hello       *tls.ClientHello
	server      *tls.ServerHello
	certificate *tls.Certificate
	leaf        []byte   // of the certificate message
	messages    [][]byte // client hellos with their headers
	dtls        bool
}

func (s *side) handle(e tls.Event) bool {
	if e.Content != tls.ContentHandshake || e.Encrypted {
		return true
	}
	body := bytes.Clone(e.Body)
	switch e.Type {
	case tls.TypeClientHello:
		header := binary.BigEndian.AppendUint32(nil, 1<<24|uint32(len(body)))
		s.messages = append(s.messages, append(header, body...))
		if h := new(tls.ClientHello); h.Parse(body) == nil && s.hello == nil {
			s.hello = h
		}
	case tls.TypeServerHello:
		if h := new(tls.ServerHello); h.Parse(body) == nil && s.server == nil {
			s.server = h
		}
	case tls.TypeCertificate:
		s.chain(body)
	}
	return true
}

func (s *side) chain(body []byte) {
	list, _ := tls.ParseCertificates(body)
	if leaf := list.Leaf(); leaf != nil && s.certificate == nil {
		s.leaf = leaf
		s.certificate, _ = tls.ParseCertificate(leaf)
	}
}

// readTCP reads a connection's direction from the first segment on that looks like TLS: what comes before is a proxy's
// or a mail protocol's.
func readTCP(payloads [][]byte) (s side) {
	for i, p := range payloads {
		var stream tls.Stream
		if h, ok := tls.ParseRecordHeader(p); i > 0 && (!ok || h.Content != tls.ContentHandshake) {
			continue
		}
		for _, p := range payloads[i:] {
			if stream.Feed(p, s.handle) != nil {
				break
			}
		}
		if e, ok := stream.Partial(); ok {
			s.handle(e)
		}
		if s.hello != nil || s.server != nil || s.certificate != nil {
			return s
		}
	}
	return s
}

func readUDP(segments []l7test.Segment) side {
	s := side{dtls: true}
	var d tls.Datagrams
	for _, p := range segments {
		for at := range min(len(p.Data), 64) { // TURN's channel and send indications carry DTLS too
			if tls.LooksLikeDTLS(p.Data[at:]) {
				_ = d.Feed(p.Data[at:], s.handle)
				break
			}
		}
	}
	return s
}

func readSides(segments []l7test.Segment, e l7test.Ends) (sides []side) {
	if e.Proto == 17 {
		return []side{readUDP(segments)}
	}
	for _, payloads := range inOrder(segments) {
		sides = append(sides, readTCP(payloads))
	}
	return sides
}

// tally counts agreement by field, of what the reference says.
type tally struct {
	testing.TB
	l7test.Tally
}

func (c tally) check(field, where, want, got string) { c.AddText(c, field, where, want, got) }

func TestReferenceLabels(t *testing.T) {
	c := tally{t, l7test.Tally{}}
	for _, path := range l7test.Captures(t) {
		labels := tlsLabels(t, path)
		if len(labels) == 0 {
			continue
		}
		_, flows := l7test.Flows(t, path)
		for _, l := range labels {
			c.flow(filepath.Base(path), l, flows)
		}
	}
	c.Require(t, 0.99)
}

// referenceSubject cuts what the reference adds to subjects of certificates that are their own issuer's: the same
// again.
func referenceSubject(s string) string {
	if half := len(s) / 2; half > 1 && s[:half-1] == s[half+1:] {
		return s[:half-1]
	}
	return s
}

func (c tally) flow(capture string, l *label, flows map[l7test.Ends][]l7test.Segment) {
	e, _ := l.Ends()
	where := fmt.Sprintf("%s %v-%v", capture, e.Src, e.Dst)
	client, server, certificate := pick(readSides(flows[e], e), readSides(flows[e.Reverse()], e.Reverse()))
	c.client(where, l, client)
	c.server(where, l, server, certificate)
}

// pick returns the first of each kind: the reference takes a direction for a client's by what it says, not by ports.
func pick(forth, back []side) (client, server, certificate side) {
	for _, s := range slices.Concat(forth, back) {
		if client.hello == nil && s.hello != nil {
			client = s
		}
	}
	for _, s := range slices.Concat(back, forth) {
		if server.server == nil && s.server != nil {
			server = s
		}
		if certificate.certificate == nil && s.certificate != nil {
			certificate = s
		}
	}
	return client, server, certificate
}

func (c tally) client(where string, l *label, s side) {
	want := l.NDPI.TLS
	h, over := s.hello, tls.OverTCP
	if h == nil {
		h = new(tls.ClientHello)
	}
	if s.dtls {
		over = tls.OverDTLS
	}
	c.check("ja3", where, want.JA3, h.JA3Hash())
	c.check("ja4", where, l7test.JA4(want.JA4), l7test.JA4(h.JA4(over)))
	c.check("alpn offered", where, want.Advertised, h.ALPN.String())
	c.check("versions", where, want.Versions, string(h.AppendSupportedVersions(nil)))
	if s.hello != nil && h.ServerName != nil {
		c.check("hostname", where, l.NDPI.Hostname, strings.ToLower(string(h.ServerName)))
	}
}

func (c tally) server(where string, l *label, s, owner side) {
	want := l.NDPI.TLS
	if want.JA3S != "" {
		h := s.server
		if h == nil {
			h = new(tls.ServerHello)
		}
		c.check("ja3s", where, want.JA3S, h.JA3SHash())
		c.check("cipher", where, want.Cipher, h.CipherSuite.String())
		if !strings.HasPrefix(where, "nfs-alexa-app") { // the reference gives the client's version, not the one chosen
			c.check("version", where, want.Version, h.Version.String())
		}
		c.check("alpn", where, want.Negotiated, string(h.ALPN))
	}
	cert := owner.certificate
	if cert == nil {
		cert = new(tls.Certificate)
	}
	c.check("certificate", where, want.Fingerprint, cert.Fingerprint())
	c.check("issuer", where, want.Issuer, cert.Issuer)
	c.check("subject", where, referenceSubject(want.Subject), cert.Subject)
	c.check("names", where, want.ServerNames, strings.ToLower(cert.ServerNames()))
	c.check("not after", where, want.NotAfter, cert.NotAfter.Format("2006-01-02 15:04:05"))
}

func TestFacebook(t *testing.T) {
	order, flows := l7test.Flows(t, corpus.Pcap(t, "facebook.pcap"))
	require.NotEmpty(t, order)
	client, server := readSides(flows[order[0]], order[0]), readSides(flows[order[1]], order[1])
	require.Equal(t, "bfcc1a3891601edb4f137ab7ab25b840", client[0].hello.JA3Hash())
	require.Equal(t, "2d1eb5817ece335c24904f516ad5da12", server[0].server.JA3SHash())
}
