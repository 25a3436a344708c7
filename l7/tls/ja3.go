package tls

import (
	"crypto/md5"
	"encoding/hex"
	"strconv"
)

// ja3Room is how much of a JA3 text is made without allocating.
const ja3Room = 512

// AppendJA3 appends the text of the client's JA3 fingerprint to b: version, cipher suites, extensions, groups and point
// formats in decimal, in the order sent, less GREASE.
func (h *ClientHello) AppendJA3(b []byte) []byte {
	b = strconv.AppendUint(b, uint64(h.Version), 10)
	b = appendDecimals(append(b, ','), h.CipherSuites)
	b = appendExtensions(append(b, ','), h.Extensions, false)
	b = appendDecimals(append(b, ','), h.Groups)
	b = append(b, ',')
	for i, format := range h.PointFormats {
		b = appendDecimal(b, uint16(format), i == 0)
	}
	return b
}

// JA3 returns the text of the client's JA3 fingerprint.
func (h *ClientHello) JA3() string { return string(h.AppendJA3(nil)) }

// AppendJA3Hash appends the client's JA3 fingerprint to b: the text's MD5 in hex.
func (h *ClientHello) AppendJA3Hash(b []byte) []byte {
	var room [ja3Room]byte
	return appendMD5(b, h.AppendJA3(room[:0]))
}

// JA3Hash returns the client's JA3 fingerprint: the text's MD5 in hex.
func (h *ClientHello) JA3Hash() string {
	var room [2 * md5.Size]byte
	return string(h.AppendJA3Hash(room[:0]))
}

// AppendJA3S appends the text of the server's JA3S fingerprint to b: the version field, cipher suite and extensions.
func (h *ServerHello) AppendJA3S(b []byte) []byte {
	b = strconv.AppendUint(b, uint64(h.LegacyVersion), 10)
	b = strconv.AppendUint(append(b, ','), uint64(h.CipherSuite), 10)
	return appendExtensions(append(b, ','), h.Extensions, true)
}

// JA3S returns the text of the server's JA3S fingerprint.
func (h *ServerHello) JA3S() string { return string(h.AppendJA3S(nil)) }

// AppendJA3SHash appends the server's JA3S fingerprint to b: the text's MD5 in hex.
func (h *ServerHello) AppendJA3SHash(b []byte) []byte {
	var room [ja3Room]byte
	return appendMD5(b, h.AppendJA3S(room[:0]))
}

// JA3SHash returns the server's JA3S fingerprint: the text's MD5 in hex.
func (h *ServerHello) JA3SHash() string {
	var room [2 * md5.Size]byte
	return string(h.AppendJA3SHash(room[:0]))
}

func appendMD5(b, text []byte) []byte {
	sum := md5.Sum(text)
	return hex.AppendEncode(b, sum[:])
}

func appendDecimals(b []byte, l Uint16s) []byte {
	first := true
	for i := range l.Len() {
		if v := l.At(i); !IsGREASE(v) {
			b = appendDecimal(b, v, first)
			first = false
		}
	}
	return b
}

func appendExtensions(b []byte, l Extensions, grease bool) []byte {
	first := true
	for t := range l.All() {
		if grease || !IsGREASE(uint16(t)) {
			b = appendDecimal(b, uint16(t), first)
			first = false
		}
	}
	return b
}

func appendDecimal(b []byte, v uint16, first bool) []byte {
	if !first {
		b = append(b, '-')
	}
	return strconv.AppendUint(b, uint64(v), 10)
}
