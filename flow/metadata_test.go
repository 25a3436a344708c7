package flow

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/internal/record"
	"github.com/nfstream/nfstream-go/l7/label"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

func TestMetadata(t *testing.T) {
	f := Flow{record: record.Record{Core: new(record.Core)}}
	require.NotNil(t, f.Metadata())
	require.Zero(t, *f.Metadata())
	require.Equal(t, []string{"Unknown", "Unspecified", ""}, []string{f.Application(), f.Category(), f.ServerName()})

	app := label.Label{Protocol: categories.TLS, Application: categories.Instagram}
	set := &metadata.Set{ServerName: "www.instagram.com"}
	f.Show(new(record.Core), app, set, nil, nil)
	require.Same(t, set, f.Metadata())
	require.Equal(t, []string{"TLS.Instagram", "SocialNetwork", "www.instagram.com"},
		[]string{f.Application(), f.Category(), f.ServerName()})
	require.Same(t, set, f.Clone().Metadata())
}
