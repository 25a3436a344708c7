package tls

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
)

// Transport is the first letter of a JA4 fingerprint: what carries the hello.
type Transport byte

// The transports of hellos.
const (
	OverTCP  Transport = 't'
	OverQUIC Transport = 'q'
	OverDTLS Transport = 'd'
)

const (
	ja4Room   = 128 // code points that are sorted without allocating
	ja4Digest = 12  // hex digits of a hash
	ja4Nil    = "000000000000"
	ja4Length = len("t13d1516h2_") + ja4Digest + 1 + ja4Digest
)

// JA4 returns the client's JA4 fingerprint, as FoxIO's specification has it:
// https://github.com/FoxIO-LLC/ja4/blob/main/technical_details/JA4.md.
func (h *ClientHello) JA4(t Transport) string {
	var room [ja4Length]byte
	return string(h.AppendJA4(room[:0], t))
}

// AppendJA4 appends the client's JA4 fingerprint to b. It allocates only for hellos of more cipher suites or extensions
// than clients have.
func (h *ClientHello) AppendJA4(b []byte, t Transport) []byte {
	var ciphers, extensions [ja4Room]uint16
	cs := appendCodes(ciphers[:0], h.CipherSuites)
	es, n := h.ja4Extensions(extensions[:0])

	b = append(b, byte(t))
	b = append(b, h.ja4Version()...)
	if h.HasServerName {
		b = append(b, 'd')
	} else {
		b = append(b, 'i')
	}
	b = appendCount(b, len(cs))
	b = appendCount(b, n)
	b = appendALPN(b, h.ALPN.First())
	b = appendDigest(append(b, '_'), cs, nil)
	return appendDigest(append(b, '_'), es, h.SignatureAlgorithms)
}

// ja4Extensions appends the extensions that are hashed to b, and returns how many are counted: two less are hashed.
func (h *ClientHello) ja4Extensions(b []uint16) (hashed []uint16, counted int) {
	for t := range h.Extensions.All() {
		if IsGREASE(uint16(t)) {
			continue
		}
		counted++
		if t != ExtServerName && t != ExtALPN {
			b = append(b, uint16(t))
		}
	}
	return b, counted
}

// ja4Version returns two characters for the highest version that the client knows, 00 for one without a name.
func (h *ClientHello) ja4Version() string {
	switch h.highest() {
	case TLS13:
		return "13"
	case TLS12:
		return "12"
	case TLS11:
		return "11"
	case TLS10:
		return "10"
	case SSL30:
		return "s3"
	case SSL20:
		return "s2"
	case DTLS10:
		return "d1"
	case DTLS12:
		return "d2"
	case DTLS13:
		return "d3"
	}
	return "00"
}

// highest returns the highest version in supported_versions by number, or by age among those of DTLS; the legacy
// version without that extension.
func (h *ClientHello) highest() Version {
	best := Version(0)
	for i := range h.SupportedVersions.Len() {
		v := Version(h.SupportedVersions.At(i))
		switch {
		case IsGREASE(uint16(v)):
		case best == 0, v.IsDTLS() && best.IsDTLS() && v < best, !v.IsDTLS() && v > best:
			best = v
		}
	}
	if best == 0 {
		return h.Version
	}
	return best
}

func appendCodes(b []uint16, l Uint16s) []uint16 {
	for i := range l.Len() {
		if v := l.At(i); !IsGREASE(v) {
			b = append(b, v)
		}
	}
	return b
}

func appendCount(b []byte, n int) []byte {
	n = min(n, 99)
	return append(b, '0'+byte(n/10), '0'+byte(n%10))
}

// appendALPN appends the first and last character of a protocol's name. If either is not a letter or digit, it appends
// the first and last hex digit of the name.
func appendALPN(b, name []byte) []byte {
	if len(name) == 0 {
		return append(b, "00"...)
	}
	first, last := name[0], name[len(name)-1]
	if isAlphanumeric(first) && isAlphanumeric(last) {
		return append(b, first, last)
	}
	const digits = "0123456789abcdef"
	return append(b, digits[first>>4], digits[last&0xf])
}

func isAlphanumeric(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

// appendDigest appends the hash over a sorted list and another in order. It sorts codes.
func appendDigest(b []byte, codes []uint16, ordered Uint16s) []byte {
	if len(codes) == 0 {
		return append(b, ja4Nil...)
	}
	slices.Sort(codes)
	var room [ja3Room]byte
	text := room[:0]
	for i, v := range codes {
		text = appendHex(text, v, i == 0)
	}
	separator := byte('_')
	for i := range ordered.Len() {
		if v := ordered.At(i); !IsGREASE(v) {
			text = appendHex(append(text, separator), v, true)
			separator = ','
		}
	}
	sum := sha256.Sum256(text)
	return hex.AppendEncode(b, sum[:ja4Digest/2])
}

func appendHex(b []byte, v uint16, first bool) []byte {
	if !first {
		b = append(b, ',')
	}
	return hex.AppendEncode(b, []byte{byte(v >> 8), byte(v)})
}
