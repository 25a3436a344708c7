package record

import "github.com/nfstream/nfstream-go/internal/magic"

// Content is what the first payload of each direction is like, as far as it was captured.
type Content struct {
	// Length is the bytes of the payload that were captured, at most 65535; 0 for none.
	Length [2]uint16
	// Entropy is that of the bytes in thousandths of a bit a byte (Shannon, A Mathematical Theory of Communication, section 6),
	// or NoEntropy.
	Entropy [2]uint16
	// Kind is what the payload begins as, or else a program that a later one of the first MaxSampled begins as.
	Kind [2]magic.Kind
	// Encrypted reports for TCP that the payload passes as fully encrypted, see FullyEncrypted.
	Encrypted [2]bool
	// Sample is the entropy of the last of the first MaxSampled payloads of the flow, of ICMP of the first one.
	Sample  uint16
	Sampled uint8 // payloads so far, up to MaxSampled
}

// MaxSampled is how many payloads of a flow Content looks at in search of an entropy.
const MaxSampled = 4

// NoEntropy is the entropy of a first payload of which only Kind was asked.
const NoEntropy = 1<<16 - 1
