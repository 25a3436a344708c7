//go:build !tiny

package tls

import "math/bits"

// keyKind is an algorithm of public keys, and the size of its keys where the algorithm gives it.
type keyKind struct {
	name string
	bits uint16
}

const oidECKey = "\x2a\x86\x48\xce\x3d\x02\x01" // 1.2.840.10045.2.1

// kindOfKey returns the algorithm of an object identifier (RFC 3279, 5480, 8410, 9881).
func kindOfKey(oid string) keyKind {
	switch oid {
	case "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01":
		return keyKind{"RSA", 0}
	case "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a":
		return keyKind{"RSA-PSS", 0}
	case "\x2a\x86\x48\xce\x38\x04\x01":
		return keyKind{"DSA", 0}
	case oidECKey:
		return keyKind{"EC", 0}
	case "\x2b\x65\x70":
		return keyKind{"Ed25519", 256}
	case "\x2b\x65\x71":
		return keyKind{"Ed448", 456}
	case "\x60\x86\x48\x01\x65\x03\x04\x03\x11":
		return keyKind{"ML-DSA-44", 0}
	case "\x60\x86\x48\x01\x65\x03\x04\x03\x12":
		return keyKind{"ML-DSA-65", 0}
	case "\x60\x86\x48\x01\x65\x03\x04\x03\x13":
		return keyKind{"ML-DSA-87", 0}
	}
	return keyKind{}
}

// kindOfCurve returns the named curve of an elliptic key (RFC 5480, section 2.1.1.1; RFC 5639).
func kindOfCurve(oid string) keyKind {
	switch oid {
	case "\x2a\x86\x48\xce\x3d\x03\x01\x07":
		return keyKind{"EC P-256", 256}
	case "\x2b\x81\x04\x00\x21":
		return keyKind{"EC P-224", 224}
	case "\x2b\x81\x04\x00\x22":
		return keyKind{"EC P-384", 384}
	case "\x2b\x81\x04\x00\x23":
		return keyKind{"EC P-521", 521}
	case "\x2b\x81\x04\x00\x0a":
		return keyKind{"EC secp256k1", 256}
	case "\x2b\x24\x03\x03\x02\x08\x01\x01\x07":
		return keyKind{"EC brainpoolP256r1", 256}
	case "\x2b\x24\x03\x03\x02\x08\x01\x01\x0b":
		return keyKind{"EC brainpoolP384r1", 384}
	case "\x2b\x24\x03\x03\x02\x08\x01\x01\x0d":
		return keyKind{"EC brainpoolP512r1", 512}
	}
	return keyKind{"EC", 0}
}

// readPublicKey reads SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7). A key of another form has no kind.
func (c *Certificate) readPublicKey(s der) {
	var algorithm, oid, parameters, key der
	if !s.read(tagSequence, &algorithm) || !algorithm.read(tagObjectID, &oid) {
		return
	}
	kind := kindOfKey(string(oid))
	switch {
	case string(oid) == oidECKey && algorithm.read(tagObjectID, &parameters):
		kind = kindOfCurve(string(parameters))
	case kind.name == "DSA" && algorithm.read(tagSequence, &parameters):
		kind.bits = integerBits(parameters) // of the prime p
	case (kind.name == "RSA" || kind.name == "RSA-PSS") && s.read(tagBitString, &key) && len(key) > 0:
		key = key[1:] // no unused bits
		if key.read(tagSequence, &parameters) {
			kind.bits = integerBits(parameters) // of the modulus
		}
	}
	c.KeyType, c.KeyBits = kind.name, kind.bits
}

// integerBits returns the size of the positive integer at the start of s, 0 if there is none.
func integerBits(s der) uint16 {
	var n der
	if !s.read(tagInteger, &n) {
		return 0
	}
	for len(n) > 0 && n[0] == 0 {
		n = n[1:]
	}
	if len(n) == 0 || len(n) >= 1<<13 {
		return 0
	}
	return uint16(8*(len(n)-1) + bits.Len8(n[0]))
}
