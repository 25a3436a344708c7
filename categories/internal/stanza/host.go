package stanza

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Host matches host names.
type Host struct {
	Suffix string // in lower case and A-labels: that name and its subdomains
	Whole  bool   // only that name, no subdomains
	// Pattern matches names with a label before the suffix that begins with Before and ends with After, and their
	// subdomains.
	Pattern       bool
	Before, After string
}

// String returns the host in the notation of Hosts.
func (h Host) String() string {
	switch {
	case h.Whole:
		return "=" + h.Suffix
	case h.Pattern:
		return h.Before + "*" + h.After + "." + h.Suffix
	}
	return h.Suffix
}

// Hosts parses a word that matches hosts: facebook.com is that name and its subdomains, =signal.org only that name,
// fbcdn-*.akamaihd.net a pattern. Braces hold alternatives. Names may have any case and letters beyond ASCII.
func Hosts(word string) ([]Host, error) {
	words, err := Expand(word)
	if err != nil {
		return nil, err
	}
	all := make([]Host, len(words))
	for i, w := range words {
		if all[i], err = parseHost(w); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func parseHost(word string) (h Host, err error) {
	name, whole := strings.CutPrefix(word, "=")
	if label, rest, dotted := strings.Cut(name, "."); !whole && dotted && strings.Contains(label, "*") {
		if h, err = pattern(label); err != nil {
			return h, err
		}
		name = rest
	}
	h.Whole = whole
	h.Suffix, err = Name(name)
	return h, err
}

func pattern(label string) (h Host, err error) {
	h.Pattern = true
	h.Before, h.After, _ = strings.Cut(strings.ToLower(label), "*")
	if h.Before+h.After == "" {
		return h, fmt.Errorf("%q matches all names", label)
	}
	return h, checkName(h.Before + h.After)
}

// Name converts a host name to lower case and A-labels.
func Name(name string) (string, error) {
	if !utf8.ValidString(name) {
		return "", fmt.Errorf("%q is not UTF-8", name)
	}
	ascii := strings.ToLower(name)
	if strings.ContainsFunc(name, func(r rune) bool { return r >= 0x80 }) {
		var err error
		if ascii, err = toASCII(name); err != nil {
			return "", fmt.Errorf("%q is not a host name: %w", name, err)
		}
	}
	return ascii, checkName(ascii)
}

const (
	maxName  = 253 // RFC 1035, section 2.3.4, as text without the last dot
	maxLabel = 63
)

// checkName returns an error if name is not a host name in lower-case ASCII. Underscores are allowed, as in names of
// services.
func checkName(name string) error {
	if len(name) > maxName {
		return fmt.Errorf("%q is too long for a host name", name)
	}
	for label := range strings.SplitSeq(name, ".") {
		if label == "" || len(label) > maxLabel || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return fmt.Errorf("%q is not a host name", name)
		}
	}
	return nil
}
