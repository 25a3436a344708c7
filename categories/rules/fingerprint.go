package rules

import (
	"fmt"
	"strings"

	"github.com/nfstream/nfstream-go/categories"
)

// Kinds of fingerprints, indexes of Set.fingerprints.
const (
	ja3 = iota
	ja4
	certificate
	numFingerprints
)

// JA3 returns the match of a client's JA3 fingerprint, 32 lower-case hexadecimal digits.
func (s *Set) JA3(hash string) Match { return s.fingerprint(ja3, hash) }

// JA4 returns the match of a client's JA4 fingerprint.
func (s *Set) JA4(text string) Match { return s.fingerprint(ja4, text) }

// Certificate returns the match of the SHA-1 of a server's certificate, 40 lower-case hexadecimal digits.
func (s *Set) Certificate(sha1 string) Match { return s.fingerprint(certificate, sha1) }

func (s *Set) fingerprint(which int, text string) Match {
	if s == nil || len(s.fingerprints[which]) == 0 || text == "" {
		return Match{}
	}
	return s.match(s.fingerprints[which][text])
}

// Protocol returns the match of a protocol.
func (s *Set) Protocol(id categories.ID) Match {
	if s == nil || len(s.protocols) == 0 {
		return Match{}
	}
	return s.match(s.protocols[id])
}

func (in *input) fingerprint(line int, which int, word string, claim uint32) {
	text, err := normal(which, word)
	if err != nil {
		in.refuse(line, "%w", err)
		return
	}
	if e, ok := in.rule(line, kindJA3+kind(which), word, claim); ok {
		in.fingerprints[which][text] = in.fingerprints[which][text].over(e)
	}
}

// normal returns a fingerprint in the form of flows.
func normal(which int, word string) (string, error) {
	text := strings.ToLower(word)
	switch which {
	case ja3:
		if !isHex(text, 32) {
			return "", fmt.Errorf("%q is not a JA3: want 32 hexadecimal digits", word)
		}
	case ja4:
		if !IsJA4(text) {
			return "", fmt.Errorf("%q is not a JA4: want a value such as t13d1516h2_8daaf6152771_e5627efa2ab1", word)
		}
	case certificate:
		if text = strings.ReplaceAll(text, ":", ""); !isHex(text, 40) {
			return "", fmt.Errorf("%q is not a SHA-1: want 40 hexadecimal digits", word)
		}
	}
	return text, nil
}

func isHex(text string, digits int) bool {
	return len(text) == digits && strings.Trim(text, "0123456789abcdef") == ""
}

// IsJA4 reports whether a lower-case text has the form of a JA4 fingerprint: ten characters, the first of them the
// transport, and two hashes of twelve hexadecimal digits, separated by _ (FoxIO, JA4: TLS Client Fingerprinting).
func IsJA4(text string) bool {
	a, rest, _ := strings.Cut(text, "_")
	b, c, _ := strings.Cut(rest, "_")
	return len(a) == 10 && strings.IndexByte("tqd", a[0]) >= 0 &&
		strings.Trim(a, "0123456789abcdefghijklmnopqrstuvwxyz") == "" && isHex(b, 12) && isHex(c, 12)
}

func (in *input) protocol(line int, word string, claim uint32) {
	id, ok := categories.ByName(word)
	if !ok || id == categories.Unknown {
		in.refuse(line, "%q is not a registered protocol", word)
		return
	}
	if e, ok := in.rule(line, kindProtocol, word, claim); ok {
		in.protocols[id] = in.protocols[id].over(e)
	}
}
