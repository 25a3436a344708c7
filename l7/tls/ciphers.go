package tls

import (
	"fmt"
	"slices"
)

// CipherSuite is a cipher suite's code point.
type CipherSuite uint16

// String returns the name in IANA's registry, or a customary one where that has none; Unknown and the number in hex
// otherwise.
func (s CipherSuite) String() string {
	i, ok := slices.BinarySearchFunc(cipherNames[:], s, cipherName.compare)
	switch {
	case ok:
		return cipherNames[i].name
	case IsGREASE(uint16(s)):
		return "GREASE"
	}
	return fmt.Sprintf("Unknown (%04x)", uint16(s))
}

type cipherName struct {
	id   CipherSuite
	name string
}

func (n cipherName) compare(s CipherSuite) int { return int(n.id) - int(s) }
