package tls

import (
	"crypto/sha1"
	"time"

	"golang.org/x/crypto/cryptobyte"
	"golang.org/x/crypto/cryptobyte/asn1"
)

// MaxDNSNames is how many DNS names of a certificate are kept.
const MaxDNSNames = 1024

const (
	maxNameText         = 4096           // bytes of a distinguished name's text
	maxDNSNameText      = 255            // RFC 1035, section 2.3.4
	oidAlternativeNames = "\x55\x1d\x11" // 2.5.29.17
)

// The context-specific tags of a certificate's parts (RFC 5280, section 4.1).
var (
	versionTag        = asn1.Tag(0).ContextSpecific().Constructed()
	issuerIDTag       = asn1.Tag(1).ContextSpecific()
	subjectIDTag      = asn1.Tag(2).ContextSpecific()
	extensionsTag     = asn1.Tag(3).ContextSpecific().Constructed()
	alternativeDNSTag = asn1.Tag(2).ContextSpecific()
)

// ParseCertificate reads a certificate in DER (RFC 5280, section 4.1). It is lenient: it verifies nothing, and reads
// certificates that crypto/x509 refuses, such as those with odd serial numbers, names or extensions. ErrMalformed comes
// with what was read before the defect; the SHA-1 is always there.
//
// Distinguished names have their attributes in the order encoded, as in "C=US, O=Example, CN=example.org", of the types
// C, ST, L, O, OU and CN; values are in UTF-8, with bytes that are not replaced.
func ParseCertificate(der []byte) (*Certificate, error) {
	c := &Certificate{SHA1: sha1.Sum(der)}
	s, outer := cryptobyte.String(der), cryptobyte.String(nil)
	if !s.ReadASN1(&outer, asn1.SEQUENCE) {
		return c, ErrMalformed
	}
	var body cryptobyte.String
	if !outer.ReadASN1(&body, asn1.SEQUENCE) || !c.readBody(body) {
		return c, ErrMalformed
	}
	return c, nil
}

func (c *Certificate) readBody(s cryptobyte.String) bool {
	var issuer, validity, subject cryptobyte.String
	ok := s.SkipOptionalASN1(versionTag) &&
		s.SkipASN1(asn1.INTEGER) && // serial number
		s.SkipASN1(asn1.SEQUENCE) && // signature algorithm
		s.ReadASN1(&issuer, asn1.SEQUENCE) &&
		c.readIssuer(issuer) &&
		s.ReadASN1(&validity, asn1.SEQUENCE) &&
		c.readValidity(validity) &&
		s.ReadASN1(&subject, asn1.SEQUENCE) &&
		c.readSubject(subject) &&
		s.SkipASN1(asn1.SEQUENCE) && // public key
		s.SkipOptionalASN1(issuerIDTag) &&
		s.SkipOptionalASN1(subjectIDTag)
	return ok && c.readExtensions(s)
}

func (c *Certificate) readIssuer(s cryptobyte.String) (ok bool) {
	c.Issuer, _, ok = nameText(s)
	return ok
}

func (c *Certificate) readSubject(s cryptobyte.String) (ok bool) {
	c.Subject, c.CommonName, ok = nameText(s)
	return ok
}

func (c *Certificate) readValidity(s cryptobyte.String) bool {
	return readTime(&s, &c.NotBefore) && readTime(&s, &c.NotAfter)
}

// readTime reads a time of either type. One that no calendar knows is left zero.
func readTime(s *cryptobyte.String, t *time.Time) bool {
	var text cryptobyte.String
	var tag asn1.Tag
	if !s.ReadAnyASN1(&text, &tag) || tag != asn1.UTCTime && tag != asn1.GeneralizedTime {
		return false
	}
	*t = certificateTime(string(text), tag == asn1.UTCTime)
	return true
}

// certificateTime reads a time with or without seconds, and with an offset other than Z, which RFC 5280 forbids and old
// certificates have.
func certificateTime(text string, short bool) time.Time {
	layouts := [...]string{"20060102150405Z0700", "200601021504Z0700"}
	for _, layout := range layouts {
		if short {
			layout = layout[2:]
		}
		if t, err := time.Parse(layout, text); err == nil {
			if short && t.Year() >= 2050 {
				t = t.AddDate(-100, 0, 0) // RFC 5280, section 4.1.2.5.1
			}
			return t.UTC()
		}
	}
	return time.Time{}
}

func (c *Certificate) readExtensions(s cryptobyte.String) bool {
	if s.Empty() {
		return true
	}
	var wrapped, list cryptobyte.String
	if !s.ReadASN1(&wrapped, extensionsTag) || !wrapped.ReadASN1(&list, asn1.SEQUENCE) {
		return false
	}
	for !list.Empty() {
		var extension, oid, value cryptobyte.String
		ok := list.ReadASN1(&extension, asn1.SEQUENCE) &&
			extension.ReadASN1(&oid, asn1.OBJECT_IDENTIFIER) &&
			extension.SkipOptionalASN1(asn1.BOOLEAN) &&
			extension.ReadASN1(&value, asn1.OCTET_STRING)
		if !ok || string(oid) == oidAlternativeNames && !c.readAlternatives(value) {
			return false
		}
	}
	return true
}

func (c *Certificate) readAlternatives(s cryptobyte.String) bool {
	var names cryptobyte.String
	if !s.ReadASN1(&names, asn1.SEQUENCE) {
		return false
	}
	for !names.Empty() {
		var name cryptobyte.String
		var tag asn1.Tag
		if !names.ReadAnyASN1(&name, &tag) {
			return false
		}
		if tag == alternativeDNSTag && len(c.DNSNames) < MaxDNSNames && len(name) <= maxDNSNameText {
			c.DNSNames = append(c.DNSNames, printable(name))
		}
	}
	return true
}
