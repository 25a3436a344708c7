package tls

import (
	"bytes"
	"crypto/sha1"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nfstream/nfstream-go/l7/wire"
)

// MaxAlternativeNames is how many alternative names of a certificate are kept.
const MaxAlternativeNames = 1024

const (
	maxNameText         = 4096           // bytes of a distinguished name's text
	maxDNSNameText      = 255            // RFC 1035, section 2.3.4
	oidAlternativeNames = "\x55\x1d\x11" // 2.5.29.17
)

// The context-specific tags of a certificate's parts (RFC 5280, section 4.1).
const (
	versionTag        = 0 | tagContext | tagConstructed
	issuerIDTag       = 1 | tagContext
	subjectIDTag      = 2 | tagContext
	extensionsTag     = 3 | tagContext | tagConstructed
	alternativeDNSTag = 2 | tagContext
	alternativeIPTag  = 7 | tagContext
)

// ParseCertificate reads a certificate in DER (RFC 5280, section 4.1). It is lenient: it verifies nothing, and reads
// certificates that crypto/x509 refuses, such as those with odd serial numbers, names or extensions. ErrMalformed comes
// with what was read before the defect; the SHA-1 is always there.
//
// Distinguished names have their attributes in the order encoded, as in "C=US, O=Example, CN=example.org", of the types
// C, ST, L, O, OU and CN; values are in UTF-8, with bytes that are not replaced.
func ParseCertificate(data []byte) (*Certificate, error) {
	c := &Certificate{SHA1: sha1.Sum(data)}
	s, outer := der(data), der(nil)
	if !s.read(tagSequence, &outer) {
		return c, ErrMalformed
	}
	var body der
	if !outer.read(tagSequence, &body) || !c.readBody(body) {
		return c, ErrMalformed
	}
	return c, nil
}

func (c *Certificate) readBody(s der) bool {
	var issuer, validity, subject, key der
	ok := s.skipOptional(versionTag) &&
		s.skip(tagInteger) && // serial number
		s.skip(tagSequence) && // signature algorithm
		s.read(tagSequence, &issuer) &&
		c.readIssuer(issuer) &&
		s.read(tagSequence, &validity) &&
		c.readValidity(validity) &&
		s.read(tagSequence, &subject) &&
		c.readSubject(subject) &&
		s.read(tagSequence, &key) &&
		s.skipOptional(issuerIDTag) &&
		s.skipOptional(subjectIDTag)
	c.Named = hasAttribute(subject, oidAlternativeNames)
	c.SelfIssued = len(subject) > 0 && bytes.Equal(issuer, subject)
	c.readPublicKey(key)
	return ok && c.readExtensions(s)
}

func (c *Certificate) readIssuer(s der) (ok bool) {
	c.Issuer, _, ok = nameText(s)
	return ok
}

func (c *Certificate) readSubject(s der) (ok bool) {
	c.Subject, c.CommonName, ok = nameText(s)
	return ok
}

func (c *Certificate) readValidity(s der) bool {
	return readTime(&s, &c.NotBefore) && readTime(&s, &c.NotAfter)
}

// readTime reads a time of either type. One that no calendar knows is left zero.
func readTime(s *der, t *time.Time) bool {
	kind, text, ok := s.any()
	if !ok || kind != tagUTCTime && kind != tagGeneralizedTime {
		return false
	}
	*t = certificateTime(string(text), kind == tagUTCTime)
	return true
}

// certificateTime parses a time. It accepts missing seconds, fractions of seconds, which it drops, and an offset other
// than Z. RFC 5280 forbids all three, but old certificates have them.
func certificateTime(text string, short bool) time.Time {
	if short && len(text) > 0 { // RFC 5280, section 4.1.2.5.1
		century := "20"
		if text[0] >= '5' {
			century = "19"
		}
		text = century + text
	}
	zone := strings.IndexAny(text, "Z+-")
	if zone < 0 {
		return time.Time{}
	}
	digits, fraction, _ := strings.Cut(text[:zone], ".")
	if len(digits) == len("200601021504") {
		digits += "00"
	}
	t, ok := wire.Civil(digits)
	offset, known := zoneOffset(text[zone:])
	if !ok || !known || strings.Trim(fraction, "0123456789") != "" {
		return time.Time{}
	}
	return t.Add(-offset)
}

// zoneOffset reads Z, or how far a clock is ahead: +0130.
func zoneOffset(text string) (time.Duration, bool) {
	if text == "Z" {
		return 0, true
	}
	n, err := strconv.ParseUint(text[1:], 10, 16)
	if err != nil || len(text) != len("+0000") || n/100 > 23 || n%100 > 59 {
		return 0, false
	}
	offset := time.Duration(n/100)*time.Hour + time.Duration(n%100)*time.Minute
	if text[0] == '-' {
		offset = -offset
	}
	return offset, text[0] != 'Z'
}

func (c *Certificate) readExtensions(s der) bool {
	if len(s) == 0 {
		return true
	}
	var wrapped, list der
	if !s.read(extensionsTag, &wrapped) || !wrapped.read(tagSequence, &list) {
		return false
	}
	for len(list) > 0 {
		var extension, oid, value der
		ok := list.read(tagSequence, &extension) &&
			extension.read(tagObjectID, &oid) &&
			extension.skipOptional(tagBoolean) &&
			extension.read(tagOctetString, &value)
		if !ok || string(oid) == oidAlternativeNames && !c.readAlternatives(value) {
			return false
		}
	}
	return true
}

func (c *Certificate) readAlternatives(s der) bool {
	c.Named = true
	var names der
	if !s.read(tagSequence, &names) {
		return false
	}
	for len(names) > 0 {
		kind, name, ok := names.any()
		if !ok {
			return false
		}
		if len(c.DNSNames)+len(c.IPAddresses) < MaxAlternativeNames {
			c.addAlternative(kind, name)
		}
	}
	if len(c.IPAddresses) == 0 {
		c.AlternativeNames = slices.Clip(c.DNSNames)
	}
	return true
}

// addAlternative adds an alternative name (RFC 5280, section 4.2.1.6). An address of another length than IP's is none.
// Before the first address, AlternativeNames are the DNSNames.
func (c *Certificate) addAlternative(kind tag, name []byte) {
	switch kind {
	case alternativeDNSTag:
		if len(name) <= maxDNSNameText {
			c.DNSNames = append(c.DNSNames, printable(name))
			if len(c.IPAddresses) > 0 {
				c.AlternativeNames = append(c.AlternativeNames, c.DNSNames[len(c.DNSNames)-1])
			}
		}
	case alternativeIPTag:
		if addr, ok := netip.AddrFromSlice(name); ok {
			if len(c.IPAddresses) == 0 {
				c.AlternativeNames = slices.Clone(c.DNSNames)
			}
			c.IPAddresses = append(c.IPAddresses, addr)
			c.AlternativeNames = append(c.AlternativeNames, addr.String())
		}
	}
}
