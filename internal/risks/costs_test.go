package risks_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/internal/risks"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/risk"
)

// Nothing is allocated for a flow without risks, whatever it carries.
func TestFlowsWithoutRisksAllocateNothing(t *testing.T) {
	corpus.Whole(t, "risks")
	played := 0
	for _, c := range cases() {
		r := risks.NewReporter(&c.Flow.Options, c.Flow.Sources)
		c.Flow.End(func(f *flow.Flow, read **metadata.Set) {
			if r.Judge(f, read); metadata.Get[risk.Report](*read) != nil {
				return
			}
			played++
			require.LessOrEqual(t, testing.AllocsPerRun(5, func() { r.Judge(f, read) }), 0.0, "%s: %.100q", c.ID.Name(), c.Flow.Turns)
			require.Nil(t, metadata.Get[risk.Report](*read))
		})
	}
	require.Greater(t, played, 5)
}
