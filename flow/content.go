package flow

import (
	"github.com/nfstream/nfstream-go/internal/magic"
	"github.com/nfstream/nfstream-go/internal/record"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// Entropy returns the entropy of the first payload of a direction, 0 or 1, in bits a byte; ok is false if there was none, or if
// no column of the group content asks for it.
func (f *Flow) Entropy(direction uint8) (bits float64, ok bool) {
	c := f.record.Content
	if c == nil || c.Length[direction&1] == 0 || c.Entropy[direction&1] == record.NoEntropy {
		return 0, false
	}
	return float64(c.Entropy[direction&1]) / 1000, true
}

// SampledEntropy is Entropy of the last of the first four payloads of the flow in either direction; of ICMP of the first one. The
// risk SuspiciousEntropy asks for it too, of flows that are not known by their payload.
func (f *Flow) SampledEntropy() (bits float64, ok bool) {
	c := f.record.Content
	if c == nil || c.Sampled == 0 {
		return 0, false
	}
	return float64(c.Sample) / 1000, true
}

// FullyEncrypted reports whether the first payload that the source sent over TCP passes as fully encrypted by the test of Wu et
// al. (USENIX Security 2023). It is false if no column asks for it, see Entropy.
func (f *Flow) FullyEncrypted() bool {
	return f.record.Content != nil && f.record.Content.Encrypted[SrcToDst]
}

// Content returns the kind of what the flow carries, such as elf or zip, by how the body of the first response or request
// begins, or else the first payload of the source or the one back. It is empty if the kind is not known, or if nothing asks for
// it, see Entropy.
func (f *Flow) Content() string {
	if m := metadata.Get[metadata.Content](f.metadata); m != nil {
		return m.Kind.String()
	}
	c := f.record.Content
	if c == nil {
		return ""
	}
	if c.Kind[SrcToDst] != 0 {
		return c.Kind[SrcToDst].String()
	}
	return c.Kind[DstToSrc].String()
}

// PayloadKind returns what the first payload of a direction is, or a program that one of the next begins as; 0 if that is not
// known.
func (f *Flow) PayloadKind(direction uint8) magic.Kind {
	if f.record.Content == nil {
		return 0
	}
	return f.record.Content.Kind[direction&1]
}
