package l7

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// ended returns a TCP flow on port 443 in which nothing was recognised, ended with these endpointClassifiers.
func ended(f Flow, endpointClassifiers ...EndpointClassifier) Flow {
	tables := Compile(nil)
	tables.AddEndpointClassifiers(endpointClassifiers...)
	var labels *metadata.Set
	NewEngine(tables, Limits{}).End(&f, &labels, &flowkey.Key{Proto: protoTCP, PortA: 443, PortB: 40000})
	return f
}

func answering(a Answer) EndpointClassifier { return func(*Flow, *flowkey.Key) Answer { return a } }

func TestRulesOfLocators(t *testing.T) {
	google := answering(Answer{App: categories.Google})
	vpn := answering(Answer{Category: categories.CategoryVPN})
	rule := answering(Answer{App: categories.Zoom, Rule: true})
	alone := answering(Answer{App: categories.Zoom, Rule: true, Alone: true})

	f := ended(Flow{}, google)
	require.Equal(t, [3]any{categories.TLS, categories.Google, ByAddress}, [3]any{f.Protocol, f.Application, f.Confidence})

	f = ended(Flow{}, vpn, google)
	require.Equal(t, categories.Google, f.App(), "a category alone leaves the application to others")
	require.Equal(t, categories.CategoryVPN, f.Category())

	f = ended(Flow{}, vpn)
	require.Equal(t, [3]any{categories.TLS, categories.ID(0), ByPort}, [3]any{f.Protocol, f.Application, f.Confidence})
	require.Equal(t, categories.CategoryVPN, f.Category())

	f = ended(Flow{}, rule, google)
	require.Equal(t, [3]any{categories.TLS, categories.Zoom, ByRule}, [3]any{f.Protocol, f.Application, f.Confidence})
	require.False(t, f.Guessed())

	f = ended(Flow{}, alone)
	require.Zero(t, f.Master(), "a guess does not stand beside a rule")
	f = ended(Flow{Protocol: categories.SSH, Confidence: ByInspection}, alone)
	require.Equal(t, categories.SSH, f.Master(), "what was recognised does")

	f = ended(Flow{Protocol: categories.TLS, Application: categories.Slack, Confidence: ByRule}, vpn, google)
	require.Equal(t, categories.Slack, f.App(), "a rule by name stands above one by address")
	require.NotEqual(t, categories.CategoryVPN, f.Category())
}

// What a rule said stays when a flow is recognised again within another protocol, and when names come that no rule is
// about.
func TestRulesStand(t *testing.T) {
	f := Flow{Protocol: categories.HTTP, Confidence: ByInspection}
	f.take(Answer{App: categories.Slack, Rule: true})
	require.Equal(t, ByRule, f.Confidence)
	f.take(Answer{App: categories.Google})
	require.Equal(t, categories.Slack, f.App())
	f.take(Answer{App: categories.Zoom, Rule: true})
	require.Equal(t, categories.Zoom, f.App())
}

// The category that a rule alone tells stays, whatever the content is for.
func TestCategoryOfARuleStands(t *testing.T) {
	f := Flow{Protocol: categories.HTTP, Confidence: ByInspection}
	c := Ctx{flow: &f}
	f.take(Answer{App: categories.Google, Category: categories.CategoryMalware, CategoryRule: true})
	c.SetCategory(categories.CategoryDownload)
	c.SetApplication(categories.OCSP)
	require.Equal(t, categories.CategoryMalware, f.Category())
	require.Equal(t, categories.OCSP, f.Application)

	f = Flow{Protocol: categories.HTTP}
	c.SetCategory(categories.CategoryDownload)
	require.Equal(t, categories.CategoryDownload, f.Category())
}
