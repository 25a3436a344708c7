package tls

import "math/bits"

// keyKind is an algorithm of public keys, and the size of its keys where the algorithm gives it.
type keyKind struct {
	name string
	bits uint16
}

// keyKinds are algorithms by their object identifiers (RFC 3279, 5480, 8410, 9881).
var keyKinds = map[string]keyKind{
	"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01": {"RSA", 0},
	"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0a": {"RSA-PSS", 0},
	"\x2a\x86\x48\xce\x38\x04\x01":         {"DSA", 0},
	oidECKey:                               {"EC", 0},
	"\x2b\x65\x70":                         {"Ed25519", 256},
	"\x2b\x65\x71":                         {"Ed448", 456},
	"\x60\x86\x48\x01\x65\x03\x04\x03\x11": {"ML-DSA-44", 0},
	"\x60\x86\x48\x01\x65\x03\x04\x03\x12": {"ML-DSA-65", 0},
	"\x60\x86\x48\x01\x65\x03\x04\x03\x13": {"ML-DSA-87", 0},
}

const oidECKey = "\x2a\x86\x48\xce\x3d\x02\x01" // 1.2.840.10045.2.1

// curves are the named curves of elliptic keys (RFC 5480, section 2.1.1.1; RFC 5639).
var curves = map[string]keyKind{
	"\x2a\x86\x48\xce\x3d\x03\x01\x07":     {"EC P-256", 256},
	"\x2b\x81\x04\x00\x21":                 {"EC P-224", 224},
	"\x2b\x81\x04\x00\x22":                 {"EC P-384", 384},
	"\x2b\x81\x04\x00\x23":                 {"EC P-521", 521},
	"\x2b\x81\x04\x00\x0a":                 {"EC secp256k1", 256},
	"\x2b\x24\x03\x03\x02\x08\x01\x01\x07": {"EC brainpoolP256r1", 256},
	"\x2b\x24\x03\x03\x02\x08\x01\x01\x0b": {"EC brainpoolP384r1", 384},
	"\x2b\x24\x03\x03\x02\x08\x01\x01\x0d": {"EC brainpoolP512r1", 512},
}

// readPublicKey reads SubjectPublicKeyInfo (RFC 5280, section 4.1.2.7). A key of another form has no kind.
func (c *Certificate) readPublicKey(s der) {
	var algorithm, oid, parameters, key der
	if !s.read(tagSequence, &algorithm) || !algorithm.read(tagObjectID, &oid) {
		return
	}
	kind := keyKinds[string(oid)]
	switch {
	case string(oid) == oidECKey && algorithm.read(tagObjectID, &parameters):
		if curve, known := curves[string(parameters)]; known {
			kind = curve
		}
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
