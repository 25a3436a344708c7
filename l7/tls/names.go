package tls

import (
	"encoding/binary"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// attributeNames are the attributes that a distinguished name's text has, by object identifier (RFC 4519).
var attributeNames = map[string]string{
	"\x55\x04\x03": "CN", "\x55\x04\x06": "C", "\x55\x04\x07": "L",
	"\x55\x04\x08": "ST", "\x55\x04\x0a": "O", "\x55\x04\x0b": "OU",
}

// nameText returns the text of a distinguished name (RFC 5280, section 4.1.2.4) and its last common name.
func nameText(s der) (text, common string, ok bool) {
	var b strings.Builder
	for len(s) > 0 {
		var set der
		if !s.read(tagSet, &set) {
			return b.String(), common, false
		}
		for len(set) > 0 {
			name, value, ok := readAttribute(&set)
			if !ok {
				return b.String(), common, false
			}
			if name == "CN" {
				common = value
			}
			addAttribute(&b, name, value)
		}
	}
	return b.String(), common, true
}

func addAttribute(b *strings.Builder, name, value string) {
	if name == "" || b.Len()+len(name)+len(value)+3 > maxNameText {
		return
	}
	if b.Len() > 0 {
		b.WriteString(", ")
	}
	b.WriteString(name)
	b.WriteByte('=')
	b.WriteString(value)
}

// readAttribute reads an attribute's type and value. The name is empty for a type that the text leaves out.
func readAttribute(s *der) (name, value string, ok bool) {
	var attribute, oid der
	if !s.read(tagSequence, &attribute) || !attribute.read(tagObjectID, &oid) {
		return "", "", false
	}
	kind, data, ok := attribute.any()
	if !ok {
		return "", "", false
	}
	if name = attributeNames[string(oid)]; name == "" {
		return "", "", true
	}
	return name, attributeText(data[:min(len(data), maxNameText)], kind), true
}

// hasAttribute reports whether a distinguished name has an attribute of a type.
func hasAttribute(s der, oid string) bool {
	for len(s) > 0 {
		var set, attribute, kind der
		if !s.read(tagSet, &set) || !set.read(tagSequence, &attribute) || !attribute.read(tagObjectID, &kind) {
			return false
		}
		if string(kind) == oid {
			return true
		}
	}
	return false
}

// attributeText returns a string of any type in UTF-8. A TeletexString is taken for Latin-1, as everyone does, unless it
// is UTF-8 already.
func attributeText(data []byte, kind tag) string {
	var runes []rune
	switch {
	case kind == tagBMPString:
		units := make([]uint16, len(data)/2)
		for i := range units {
			units[i] = binary.BigEndian.Uint16(data[2*i:])
		}
		runes = utf16.Decode(units)
	case kind == tagUniversalString:
		for ; len(data) >= 4; data = data[4:] {
			runes = append(runes, rune(binary.BigEndian.Uint32(data)))
		}
	case kind == tagTeletexString && !utf8.Valid(data):
		for _, c := range data {
			runes = append(runes, rune(c))
		}
	default:
		return printable(data)
	}
	return printable([]byte(string(runes)))
}

// printable returns text without control characters, and with the replacement character for what is not UTF-8.
func printable(b []byte) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(string(b), "\ufffd"))
}
