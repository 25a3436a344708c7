package risks

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/risk"
)

func unsafeProtocol(f *flow.Flow, r *Reporter) {
	is := f.Label()
	if is.Protocol == categories.NetBIOS && f.Protocol() != protoTCP {
		return
	}
	for _, id := range [...]categories.ID{is.Application, is.Protocol} {
		switch id.Breed() {
		case categories.BreedUnsafe, categories.BreedPotentiallyDangerous, categories.BreedDangerous:
			r.Add(risk.UnsafeProtocol, id.Name())
			return
		}
	}
}
