package tls

import (
	"encoding/hex"
	"strings"

	"github.com/nfstream/nfstream-go/l7/metadata"
)

// Metadata is what was read of TLS, DTLS or the TLS inside QUIC. The server's name and its certificate are in
// metadata.Set. Lists are comma separated.
type Metadata struct {
	Version, Cipher   string // negotiated
	ALPNOffered, ALPN string // what the client offers, and what was negotiated
	SupportedVersions string
	JA3, JA3S, JA4    string
	Group             Group // of the server's key share in TLS 1.3, 0 without one
	PostQuantum       Group // the first of these that the client offers, 0 without one
	Marks             Marks
}

// describe returns the flow's record. TLS describes its ends by the name that the client asks for, and by those of the
// certificate.
func describe(m *metadata.Set) *Metadata {
	t := metadata.Need[Metadata](m)
	m.ClientText, m.ServerText = m.ServerName, ""
	if c := m.Certificate; c != nil {
		m.ServerText = c.Names
	}
	return t
}

// Label writes the values of a client's hello to m. The version is the hello's own until a server has chosen one. An
// incomplete hello has no fingerprints.
func (h *ClientHello) Label(m *metadata.Set, over Transport, whole bool) {
	var room [labelRoom]byte
	b := appendText(room[:0], h.ServerName, true)
	host := len(b)
	b = h.appendALPN(b)
	alpn := len(b)
	b = h.AppendSupportedVersions(b)
	versions, ja3 := len(b), len(b)
	if whole {
		b = h.AppendJA3Hash(b)
		ja3 = len(b)
		b = h.AppendJA4(b, over)
	}
	text := string(b)
	if host > 0 {
		m.ServerName = text[:host]
	}
	t := describe(m)
	t.ALPNOffered, t.SupportedVersions = text[host:alpn], text[alpn:versions]
	t.JA3, t.JA4 = text[versions:ja3], text[ja3:]
	t.Marks |= h.marks()
	t.PostQuantum = h.postQuantum()
	if t.Version == "" {
		t.Version = h.Version.String()
	}
}

// Label writes the values of a server's hello to m. An incomplete hello has no fingerprint.
func (h *ServerHello) Label(m *metadata.Set, whole bool) {
	t := describe(m)
	t.Version, t.Cipher = h.Version.String(), h.CipherSuite.String()
	t.Group, t.Marks = Group(h.Group), t.Marks|h.marks(nil)
	if whole {
		t.JA3S = h.JA3SHash()
	}
	if len(h.ALPN) > 0 {
		t.ALPN = string(appendText(nil, h.ALPN, false))
	}
}

// Label writes what a server's certificate says to m.
func (c *Certificate) Label(m *metadata.Set) {
	m.Certificate = &metadata.Certificate{Names: strings.ToLower(c.ServerNames()), Subject: c.Subject, Issuer: c.Issuer,
		SHA1: hex.EncodeToString(c.SHA1[:]), NotBefore: c.NotBefore, NotAfter: c.NotAfter, KeyType: c.KeyType, KeyBits: c.KeyBits,
		NameCount: uint16(len(c.AlternativeNames)), Named: c.Named, SelfIssued: c.SelfIssued}
	describe(m)
}
