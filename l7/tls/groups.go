package tls

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

// postQuantum returns the first post-quantum group that the client offers, 0 without one.
func (h *ClientHello) postQuantum() Group {
	for g := range h.Groups.All() {
		if Group(g).PostQuantum() {
			return Group(g)
		}
	}
	return 0
}
