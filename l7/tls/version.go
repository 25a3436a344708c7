package tls

import "fmt"

// Version is a protocol version as on the wire.
type Version uint16

// The versions with names of their own.
const (
	SSL20      Version = 0x0002
	SSL30      Version = 0x0300
	TLS10      Version = 0x0301
	TLS11      Version = 0x0302
	TLS12      Version = 0x0303
	TLS13      Version = 0x0304
	DTLS10     Version = 0xfeff
	DTLS12     Version = 0xfefd
	DTLS13     Version = 0xfefc
	DTLS10Beta Version = 0x0100 // OpenSSL's before RFC 4347
)

const (
	draft13 = 0x7f00 // TLS 1.3 draft n is 0x7f00 + n
	fizz13  = 0xfb00 // Facebook's Fizz counts drafts from 0xfb00
)

// String returns the version as columns show it: TLSv1.2, DTLSv1.0, TLSv1.3 (draft), TLSv1.3 (Fizz), GREASE, or
// Unknown with the number in hex.
func (v Version) String() string {
	switch v {
	case SSL20:
		return "SSLv2"
	case SSL30:
		return "SSLv3"
	case TLS10:
		return "TLSv1"
	case TLS11:
		return "TLSv1.1"
	case TLS12:
		return "TLSv1.2"
	case TLS13:
		return "TLSv1.3"
	}
	return v.rareString()
}

func (v Version) rareString() string {
	switch {
	case v == DTLS10, v == DTLS10Beta:
		return "DTLSv1.0"
	case v == DTLS12:
		return "DTLSv1.2"
	case v == DTLS13:
		return "DTLSv1.3"
	case v.Draft() > 0:
		return "TLSv1.3 (draft)"
	case v.IsFizz():
		return "TLSv1.3 (Fizz)"
	case IsGREASE(uint16(v)):
		return "GREASE"
	}
	return fmt.Sprintf("Unknown (%04x)", uint16(v))
}

// Draft returns the number of the TLS 1.3 draft that the version stands for, 0 for any other version.
func (v Version) Draft() int {
	if v&0xff00 == draft13 {
		return int(v & 0xff)
	}
	return 0
}

// IsFizz reports whether the version is one that Facebook's Fizz uses for its TLS 1.3.
func (v Version) IsFizz() bool { return v&0xff00 == fizz13 }

// IsDTLS reports whether the version is one of DTLS.
func (v Version) IsDTLS() bool { return v>>8 == 0xfe || v == DTLS10Beta }

// IsTLS13 reports whether the version is TLS 1.3, a draft of it, or Fizz's.
func (v Version) IsTLS13() bool { return v == TLS13 || v.Draft() > 0 || v.IsFizz() }

// isRecord reports whether a TLS record may carry the version.
func (v Version) isRecord() bool { return v>>8 == 3 && v&0xff <= 4 }

// IsGREASE reports whether a code point is one of those that RFC 8701 sets aside to be ignored.
func IsGREASE(v uint16) bool { return v&0x0f0f == 0x0a0a && v>>8 == v&0xff }
