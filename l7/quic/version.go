package quic

import "fmt"

// Version is a version as on the wire.
type Version uint32

// The versions with names of their own. Drafts of the standard are 0xff000000 + n; see Draft.
const (
	VersionNegotiation Version = 0 // of packets that list versions
	Version1           Version = 0x00000001
	Version2           Version = 0x6b3343cf
	Version2Draft      Version = 0x709a50c4
	Q024               Version = 0x51303234
	Q025               Version = 0x51303235
	Q033               Version = 0x51303333
	Q034               Version = 0x51303334
	Q039               Version = 0x51303339
	Q043               Version = 0x51303433
	Q046               Version = 0x51303436
	Q050               Version = 0x51303530
	T050               Version = 0x54303530
	T051               Version = 0x54303531
	MVFST22            Version = 0xfaceb001 // Facebook's mvfst, on a draft of the standard
	MVFST27            Version = 0xfaceb002
	MVFSTExperimental  Version = 0xfaceb00e
)

// String returns the version as columns show it: V-1, Draft-29, Q046, T051, MVFST-27; Ver-Negotiation for versions that
// are there to force a negotiation, and Unknown with the number in hex.
func (v Version) String() string {
	switch {
	case v == Version1:
		return "V-1"
	case v == Version2, v == Version2Draft:
		return "V-2"
	case v.IsReserved():
		return "Ver-Negotiation"
	case v.Draft() > 0:
		return fmt.Sprintf("Draft-%02d", v.Draft())
	case v.IsGoogle():
		return string([]byte{byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v)})
	case v == MVFSTExperimental:
		return "MVFST-EXP"
	case v == MVFST22:
		return "MVFST-22"
	case v == MVFST27:
		return "MVFST-27"
	}
	return fmt.Sprintf("Unknown (%04x)", uint32(v))
}

// Draft returns the number of the standard's draft, 0 for any other version.
func (v Version) Draft() int {
	if n := int(v & 0xff); v&^0xff == 0xff000000 {
		return n
	}
	return 0
}

// IsReserved reports whether the version is one that exercises version negotiation (RFC 9000, section 15).
func (v Version) IsReserved() bool { return v&0x0f0f0f0f == 0x0a0a0a0a }

// IsGoogle reports whether the version is one of Google's: a letter, Q or T, and three digits.
func (v Version) IsGoogle() bool {
	letter := byte(v >> 24)
	return (letter == 'Q' || letter == 'T') && isDigit(byte(v>>16)) && isDigit(byte(v>>8)) && isDigit(byte(v))
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// google returns the number of a version of Google's with its own crypto, 0 for any other.
func (v Version) google() int {
	if !v.IsGoogle() || byte(v>>24) != 'Q' {
		return 0
	}
	return int(byte(v>>16)-'0')*100 + int(byte(v>>8)-'0')*10 + int(byte(v)-'0')
}

// isMVFST reports whether the version is one of Facebook's.
func (v Version) isMVFST() bool { return v&^0xf == 0xfaceb000 }

// standard returns which draft's headers and transport parameters the version has; final for the standard's.
func (v Version) standard() int {
	const final = 255
	switch {
	case v.Draft() > 0:
		return v.Draft()
	case v == MVFST22:
		return 22
	case v == T050:
		return 26
	case v.isMVFST():
		return 27
	case v == Q050, v == T051:
		return 29
	}
	return final
}

// Known reports whether the package knows the layout of the version's packets.
func (v Version) Known() bool {
	switch {
	case v == Version1, v == Version2, v == Version2Draft, v.isMVFST():
		return true
	case v.IsGoogle():
		n := v.google()
		return n == 0 && (v == T050 || v == T051) || n >= 9 && n <= 50
	}
	return v.Draft() >= 22 && v.Draft() <= 34
}
