package flow

import (
	"github.com/nfstream/nfstream-go/internal/record"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/risk"
)

// Risks returns what may be wrong with the flow, once it has ended. It is empty unless risks are looked for: that is if a
// column of the group risks, or nfstream.Config.Risks, asks for them. It is only to be read.
func (f *Flow) Risks() risk.Report {
	if r := metadata.Get[risk.Report](f.metadata); r != nil {
		return *r
	}
	return risk.Report{}
}

// Signs are facts of packets that risks are found by.
type Signs = record.Signs

// Signs returns the signs of the flow; ok is false unless risks are looked for.
func (f *Flow) Signs() (s Signs, ok bool) {
	if f.record.Signs == nil {
		return s, false
	}
	return *f.record.Signs, true
}
