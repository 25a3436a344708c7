package risks

import (
	"slices"

	"github.com/nfstream/nfstream-go/risk"
)

// Doc describes a risk for docs/risks.md. Only the generator and tests use it, so that programs do not have it.
type Doc struct {
	ID risk.ID
	// When says when the risk is reported, in short sentences.
	When string
	// Source names what the facts come from: an RFC with its section, a published list, a paper.
	Source string
}

// Docs returns the descriptions of all risks, by their IDs.
func Docs() []Doc {
	all := slices.Concat(flowDocs(), nameDocs(), tlsDocs(), httpDocs(), dnsDocs(), sshDocs(), mailDocs(), fingerprintDocs())
	slices.SortStableFunc(all, func(a, b Doc) int { return int(a.ID) - int(b.ID) })
	return all
}
