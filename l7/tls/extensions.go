package tls

import (
	"encoding/binary"
	"iter"
)

// ExtensionType is the type of a hello's extension (the IANA registry that RFC 8447 describes).
type ExtensionType uint16

// The extensions that the package reads or that fingerprints treat apart.
const (
	ExtServerName          ExtensionType = 0
	ExtSupportedGroups     ExtensionType = 10
	ExtPointFormats        ExtensionType = 11
	ExtSignatureAlgorithms ExtensionType = 13
	ExtUseSRTP             ExtensionType = 14
	ExtALPN                ExtensionType = 16
	ExtPadding             ExtensionType = 21
	ExtSessionTicket       ExtensionType = 35
	ExtPreSharedKey        ExtensionType = 41
	ExtEarlyData           ExtensionType = 42
	ExtSupportedVersions   ExtensionType = 43
	ExtKeyShare            ExtensionType = 51
	ExtQUICParameters      ExtensionType = 57
	ExtNPN                 ExtensionType = 0x3374
	ExtECHDraft8           ExtensionType = 0xfe08
	ExtECHDraft9           ExtensionType = 0xfe09
	ExtECHDraft10          ExtensionType = 0xfe0a
	ExtECH                 ExtensionType = 0xfe0d
	ExtQUICParametersDraft ExtensionType = 0xffa5 // QUIC drafts up to 32
	ExtESNI                ExtensionType = 0xffce
)

const extensionHeaderLength = 4

// Extensions is the list of a hello's extensions as on the wire, borrowed from a message.
type Extensions []byte

// All yields the extensions in order, up to the first that is cut.
func (l Extensions) All() iter.Seq2[ExtensionType, []byte] {
	return func(yield func(ExtensionType, []byte) bool) {
		for len(l) >= extensionHeaderLength {
			n := extensionHeaderLength + int(binary.BigEndian.Uint16(l[2:]))
			if n > len(l) || !yield(ExtensionType(binary.BigEndian.Uint16(l)), l[extensionHeaderLength:n:n]) {
				return
			}
			l = l[n:]
		}
	}
}

// Find returns the data of the first extension of a type, and whether there is one.
func (l Extensions) Find(t ExtensionType) ([]byte, bool) {
	for id, data := range l.All() {
		if id == t {
			return data, true
		}
	}
	return nil, false
}

// whole reports whether the list ends with the end of an extension.
func (l Extensions) whole() bool {
	n := 0
	for _, data := range l.All() {
		n += extensionHeaderLength + len(data)
	}
	return n == len(l)
}

// hostName returns the first name of the type host_name in a list of server names, nil if there is none (RFC 6066,
// section 3).
func hostName(b []byte) []byte {
	for b = list16(b); len(b) >= 3; {
		kind, name := b[0], list16(b[1:])
		if kind == 0 {
			return name
		}
		b = b[3+len(name):]
	}
	return nil
}
