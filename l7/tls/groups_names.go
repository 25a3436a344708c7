//go:build !tiny

package tls

import (
	"fmt"
	"strconv"
	"strings"
)

// String returns the name in IANA's registry, or a customary one where that has none; GREASE; Unknown and the number in
// hex otherwise.
func (g Group) String() string {
	if IsGREASE(uint16(g)) {
		return "GREASE"
	}
	number := strconv.Itoa(int(g))
	for name := range strings.FieldsSeq(groupNames) {
		if n, name, _ := strings.Cut(name, "="); n == number {
			return name
		}
	}
	return fmt.Sprintf("Unknown (%04x)", uint16(g))
}

const groupNames = "19=secp192r1 21=secp224r1 22=secp256k1 23=secp256r1 24=secp384r1 25=secp521r1 26=brainpoolP256r1 " +
	"27=brainpoolP384r1 28=brainpoolP512r1 29=x25519 30=x448 41=curveSM2 256=ffdhe2048 257=ffdhe3072 258=ffdhe4096 " +
	"259=ffdhe6144 260=ffdhe8192 512=MLKEM512 513=MLKEM768 514=MLKEM1024 4587=SecP256r1MLKEM768 4588=X25519MLKEM768 " +
	"4589=SecP384r1MLKEM1024 16696=CECPQ2 25497=X25519Kyber768Draft00 25498=SecP256r1Kyber768Draft00 " +
	"65072=X25519Kyber512Draft00 65073=X25519Kyber768Draft00Old"

func (g Group) orNone() string {
	if g == 0 {
		return ""
	}
	return g.String()
}
