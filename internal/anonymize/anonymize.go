// Package anonymize replaces values by pseudonyms under a secret key: texts by a keyed hash, and addresses by a
// prefix-preserving mapping.
//
// The hash is HMAC-SHA-256 (RFC 2104), cut to its first 16 bytes. Addresses are mapped by Crypto-PAn (Fan, Xu, Ammar,
// Moon: Prefix-preserving IP address anonymization, Computer Networks 46, 2004) with AES-128. Each has a separate
// key, derived by HKDF (RFC 5869).
package anonymize

import (
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"net/netip"
	"sync"
)

// MinKey is the minimum length of a key in bytes.
const MinKey = 16

// Purposes of derived keys, the info of HKDF. They must not change, because values depend on them.
const (
	purposeHash   = "nfstream anonymize hash v1"
	purposePrefix = "nfstream anonymize prefix v1"
)

// Anonymizer maps values. The same key gives the same values in all processes. It is safe for concurrent use. It
// allocates only scratch space, per concurrent goroutine.
type Anonymizer struct {
	hash   []byte // keys
	prefix []byte

	mu   sync.Mutex
	free []*state
}

// state is the scratch of one use.
type state struct {
	hasher
	cache
}

// New returns an Anonymizer with the given key of at least MinKey bytes, or with a random key if it is empty.
func New(key []byte) (*Anonymizer, error) {
	if len(key) == 0 {
		key = make([]byte, sha256.Size)
		rand.Read(key) // never fails
	}
	if len(key) < MinKey {
		return nil, fmt.Errorf("has %d bytes: want at least %d, or none for a random one", len(key), MinKey)
	}
	return &Anonymizer{
		hash:   derive(key, purposeHash, sha256.Size),
		prefix: derive(key, purposePrefix, cryptoPAnKey),
	}, nil
}

// Hash replaces the bytes of dst from the given offset by their hash in hexadecimal. Empty input remains empty.
func (a *Anonymizer) Hash(dst []byte, at int) []byte {
	if len(dst) == at {
		return dst
	}
	s := a.take()
	dst = s.replace(dst, at)
	a.give(s)
	return dst
}

// Addr returns the pseudonym of an address, an address of the same IP version. The common prefix of two pseudonyms is
// as long as that of the two addresses.
func (a *Anonymizer) Addr(addr netip.Addr) netip.Addr {
	s := a.take()
	addr = s.addr(addr)
	a.give(s)
	return addr
}

func (a *Anonymizer) take() *state {
	a.mu.Lock()
	defer a.mu.Unlock()
	if n := len(a.free); n > 0 {
		s := a.free[n-1]
		a.free = a.free[:n-1]
		return s
	}
	return &state{newHasher(a.hash), newCache(a.prefix)}
}

func (a *Anonymizer) give(s *state) {
	a.mu.Lock()
	a.free = append(a.free, s)
	a.mu.Unlock()
}
