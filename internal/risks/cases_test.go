package risks_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/corpus"
	"github.com/nfstream/nfstream-go/internal/risks"
	"github.com/nfstream/nfstream-go/internal/risks/riskstest"
	"github.com/nfstream/nfstream-go/risk"
)

func cases() []riskstest.Case {
	return slices.Concat(flowCases, nameCases, tlsCases, httpCases, dnsCases, sshCases, mailCases)
}

func TestCases(t *testing.T) {
	corpus.Whole(t, "families")
	for _, c := range cases() {
		t.Run(c.ID.Key(), func(t *testing.T) {
			found := riskstest.Run(c.Flow)
			require.Equal(t, c.Fires, found.Has(c.ID), "%s: %v of %.200q", c.ID.Name(), found, c.Flow.Turns)
			if c.Detail != "" {
				require.Equal(t, c.Detail, found.Detail(c.ID))
			}
			off := c.Flow
			off.Options.Off |= risk.Of(c.ID)
			require.False(t, riskstest.Run(off).Has(c.ID), "it is off")
		})
	}
}

// Each risk has a description, a flow that has it and one that has not.
func TestEachRiskIsComplete(t *testing.T) {
	docs, fires, not := map[risk.ID]int{}, map[risk.ID]int{}, map[risk.ID]int{}
	for _, d := range risks.Docs() {
		docs[d.ID]++
		require.NotEmpty(t, d.When)
		require.NotEmpty(t, d.Source)
	}
	for _, c := range cases() {
		if c.Fires {
			fires[c.ID]++
		} else {
			not[c.ID]++
		}
	}
	for id := risk.ID(1); id <= risk.Last; id++ {
		if unfound().Has(id) {
			continue
		}
		require.Equal(t, 1, docs[id], "descriptions of %s", id.Name())
		require.NotZero(t, fires[id], "flows with %s", id.Name())
		require.NotZero(t, not[id], "flows without %s", id.Name())
	}
}
