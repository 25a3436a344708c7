package l7test

import (
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/risk"
)

// NewRiskEngine returns an engine of protocols whose sessions look for all risks.
func NewRiskEngine(protos []l7.Proto) *l7.Engine {
	t := l7.Compile(protos)
	t.LookAtContent()
	t.ListAnswers()
	t.LookFor(&l7.Risks{On: risk.All})
	return l7.NewEngine(t, l7.Limits{TCP: 32, UDP: 32})
}

// Risks returns the risks that sessions have reported so far.
func (k *Talk) Risks() (r risk.Report) {
	if found := metadata.Get[risk.Report](k.Metadata); found != nil {
		r = *found
	}
	return r
}
