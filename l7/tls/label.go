package tls

import (
	"encoding/hex"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/nfstream/nfstream-go/l7"
)

// labelRoom is how much text of a hello is put together without allocating.
const labelRoom = 1024

// Label writes what a client's hello says to l; the version is the hello's own until a server has chosen one. Of a
// hello that is not whole there are no fingerprints.
func (h *ClientHello) Label(l *l7.Labels, over Transport, whole bool) {
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
	text, t := string(b), l.NeedTLS()
	if host > 0 {
		l.ServerName = text[:host]
	}
	t.ALPNOffered, t.SupportedVersions = text[host:alpn], text[alpn:versions]
	t.JA3, t.JA4 = text[versions:ja3], text[ja3:]
	t.EncryptedHello = h.encryptedHello()
	if t.Version == "" {
		t.Version = h.Version.String()
	}
}

func (h *ClientHello) appendALPN(b []byte) []byte {
	begin := len(b)
	for name := range h.ALPN.All() {
		if len(b) > begin {
			b = append(b, ',')
		}
		b = appendText(b, name, false)
	}
	return b
}

func (h *ClientHello) encryptedHello() string {
	switch {
	case h.HasECH:
		return "ECH"
	case h.HasESNI:
		return "ESNI"
	}
	return ""
}

// appendText appends text as printable returns it, with ASCII in lower case if asked for.
func appendText(b, text []byte, lower bool) []byte {
	for len(text) > 0 {
		r, n := utf8.DecodeRune(text)
		text = text[n:]
		switch {
		case unicode.IsControl(r):
		case lower && 'A' <= r && r <= 'Z':
			b = append(b, byte(r)|0x20)
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return b
}

// Label writes what a server's hello says to l. Of one that is not whole there is no fingerprint.
func (h *ServerHello) Label(l *l7.Labels, whole bool) {
	t := l.NeedTLS()
	t.Version, t.Cipher = h.Version.String(), h.CipherSuite.String()
	if whole {
		t.JA3S = h.JA3SHash()
	}
	if len(h.ALPN) > 0 {
		t.ALPN = string(appendText(nil, h.ALPN, false))
	}
}

// Label writes what a server's certificate says to l.
func (c *Certificate) Label(l *l7.Labels) {
	t := l.NeedTLS()
	t.ServerNames = strings.ToLower(c.ServerNames())
	t.Subject, t.Issuer = c.Subject, c.Issuer
	t.CertSHA1 = hex.EncodeToString(c.SHA1[:])
	t.NotBefore, t.NotAfter = dateText(c.NotBefore), dateText(c.NotAfter)
}

func dateText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateTime)
}
