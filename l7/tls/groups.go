package tls

import "fmt"

// Group is a group of key exchange, such as an elliptic curve (IANA's registry "TLS Supported Groups").
type Group uint16

// The post-quantum groups and hybrids of them.
const (
	MLKEM512           Group = 0x0200
	MLKEM1024          Group = 0x0202
	SecP256r1MLKEM768  Group = 0x11eb
	X25519MLKEM768     Group = 0x11ec
	SecP384r1MLKEM1024 Group = 0x11ed
	CECPQ2             Group = 0x4138 // Google's experiment of 2018
	X25519Kyber768     Group = 0x6399 // draft-tls-westerbaan-xyber768d00
	SecP256r1Kyber768  Group = 0x639a
	X25519Kyber512     Group = 0xfe30 // Cloudflare's experiments
	X25519Kyber768Old  Group = 0xfe31
)

// PostQuantum reports whether the group withstands quantum computers, alone or in a hybrid.
func (g Group) PostQuantum() bool {
	switch g {
	case SecP256r1MLKEM768, X25519MLKEM768, SecP384r1MLKEM1024, CECPQ2, X25519Kyber768, SecP256r1Kyber768, X25519Kyber512,
		X25519Kyber768Old:
		return true
	}
	return MLKEM512 <= g && g <= MLKEM1024
}

// String returns the name in IANA's registry, or a customary one where that has none; GREASE; Unknown and the number in
// hex otherwise.
func (g Group) String() string {
	switch {
	case IsGREASE(uint16(g)):
		return "GREASE"
	case MLKEM512 <= g && g <= MLKEM1024:
		return [...]string{"MLKEM512", "MLKEM768", "MLKEM1024"}[g-MLKEM512]
	}
	if name, known := groupNames[g]; known {
		return name
	}
	return fmt.Sprintf("Unknown (%04x)", uint16(g))
}

func (g Group) orNone() string {
	if g == 0 {
		return ""
	}
	return g.String()
}

var groupNames = map[Group]string{
	19: "secp192r1", 21: "secp224r1", 22: "secp256k1", 23: "secp256r1", 24: "secp384r1", 25: "secp521r1",
	26: "brainpoolP256r1", 27: "brainpoolP384r1", 28: "brainpoolP512r1", 29: "x25519", 30: "x448", 41: "curveSM2",
	256: "ffdhe2048", 257: "ffdhe3072", 258: "ffdhe4096", 259: "ffdhe6144", 260: "ffdhe8192",
	SecP256r1MLKEM768: "SecP256r1MLKEM768", X25519MLKEM768: "X25519MLKEM768", SecP384r1MLKEM1024: "SecP384r1MLKEM1024",
	CECPQ2: "CECPQ2", X25519Kyber768: "X25519Kyber768Draft00", SecP256r1Kyber768: "SecP256r1Kyber768Draft00",
	X25519Kyber512: "X25519Kyber512Draft00", X25519Kyber768Old: "X25519Kyber768Draft00Old",
}

// postQuantum returns the first post-quantum group that the client offers, 0 without one.
func (h *ClientHello) postQuantum() Group {
	for g := range h.Groups.All() {
		if Group(g).PostQuantum() {
			return Group(g)
		}
	}
	return 0
}
