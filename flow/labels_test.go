package flow

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

func TestLabels(t *testing.T) {
	f := Flow{Core: new(Core)}
	require.NotNil(t, f.Labels())
	require.Zero(t, *f.Labels())
	require.Equal(t, []string{"Unknown", "Unspecified", ""}, []string{f.Application(), f.Category(), f.ServerName()})

	core := Core{App: l7.Flow{Protocol: categories.TLS, Application: categories.Instagram}}
	labels := &l7.Labels{ServerName: "www.instagram.com"}
	f.Show(&core, labels, nil, nil)
	require.Same(t, labels, f.Labels())
	require.Equal(t, []string{"TLS.Instagram", "SocialNetwork", "www.instagram.com"},
		[]string{f.Application(), f.Category(), f.ServerName()})
	require.Same(t, labels, f.Clone().Labels())
}
