package label

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
)

func TestLabels(t *testing.T) {
	for _, c := range []struct {
		label       Label
		master, app categories.ID
		category    categories.Category
	}{
		{Label{}, 0, 0, categories.ID(0).Category()},
		{Label{Protocol: categories.SSH}, 0, categories.SSH, categories.SSH.Category()},
		{Label{Protocol: categories.TLS, Application: categories.Slack}, categories.TLS, categories.Slack, categories.Slack.Category()},
		{Label{Protocol: categories.DNS, Application: categories.DNS}, 0, categories.DNS, categories.DNS.Category()},
		{Label{Protocol: categories.SMTP, Application: categories.Google}, categories.SMTP, categories.Google,
			categories.CategoryEmail},
		{Label{Protocol: categories.TLS, Own: categories.CategoryGame}, 0, categories.TLS, categories.CategoryGame},
	} {
		require.Equal(t, c.master, c.label.Master())
		require.Equal(t, c.app, c.label.App())
		require.Equal(t, c.category, c.label.Category())
	}
}

func TestHowALabelWasReached(t *testing.T) {
	recognised := []Confidence{ByPart, ByPartCached, ByInspection, ByShape}
	guessed := []Confidence{ByPort, ByAddress}
	for c := range Confidence(20) {
		l := Label{Confidence: c}
		require.Equal(t, l.Recognised(), slices.Contains(recognised, c))
		require.Equal(t, l.Guessed(), slices.Contains(guessed, c))
	}
}
