package l7_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/risk"
)

// reporting is a protocol whose session reports a risk for each payload.
func reporting() []l7.Proto {
	return []l7.Proto{{ID: categories.HTTP, On: l7.TCP, Probe: func(*l7.Ctx) l7.Verdict { return l7.Match },
		Session: func() l7.Session { return reporter{} }}}
}

type reporter struct{}

func (reporter) Read(c *l7.Ctx) l7.Verdict {
	c.Risk(risk.Malformed, string(c.Data))
	return l7.More
}
func (reporter) Close(*l7.Ctx) {}
func (reporter) Reset()        {}

func TestSessionsReportRisks(t *testing.T) {
	k := l7test.NewTalk(l7test.NewRiskEngine(reporting()), l7.TCP, 1, 2)
	k.Turns("one", "two")
	k.End()
	require.Equal(t, risk.Report{Findings: []risk.Finding{{ID: risk.Malformed, Detail: "one"}}}, k.Risks())
}

// A flow has no metadata because of risks that are not looked for.
func TestRisksThatAreNotLookedFor(t *testing.T) {
	others := l7.Compile(reporting())
	others.LookFor(&l7.Risks{On: risk.All &^ risk.Of(risk.Malformed)})
	for _, tables := range []*l7.Tables{l7.Compile(reporting()), others} {
		k := l7test.NewTalk(l7.NewEngine(tables, l7.Limits{TCP: 32, UDP: 32}), l7.TCP, 1, 2)
		k.Turns("one", "two")
		k.End()
		require.Nil(t, k.Metadata)
	}
	require.False(t, new(l7.Ctx).Wants(risk.Malformed), "without an engine")
}
