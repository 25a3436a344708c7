package tor_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/tor"
)

func TestRefine(t *testing.T) {
	relay := metadata.Certificate{Issuer: "CN=www.gmvuy6mtjbxevwo3w.com", Subject: "CN=www.bpcau5b3haif5els.net",
		NotBefore: time.Date(2013, 6, 10, 0, 0, 0, 0, time.UTC), NotAfter: time.Date(2013, 9, 14, 23, 59, 59, 0, time.UTC)}
	long, named, organised := relay, relay, relay
	long.NotAfter = long.NotAfter.AddDate(10, 0, 0)
	named.Names = "www.bpcau5b3haif5els.net"
	organised.Subject = "O=Example, CN=www.bpcau5b3haif5els.net"
	for _, c := range []struct {
		name     string
		protocol categories.ID
		set      metadata.Set
		want     categories.ID
	}{
		{"server name", categories.TLS, metadata.Set{ServerName: "www.e6r5p57kbafwrxj3plz.com"},
			categories.Tor},
		{"certificate", categories.TLS, metadata.Set{Certificate: &relay}, categories.Tor},
		{"validity", categories.TLS, metadata.Set{Certificate: &long}, 0},
		{"alternative names", categories.TLS, metadata.Set{Certificate: &named}, 0},
		{"organisation", categories.TLS, metadata.Set{Certificate: &organised}, 0},
		{"a site", categories.TLS, metadata.Set{ServerName: "www.wikipedia.com"}, 0},
		{"HTTP", categories.HTTP, metadata.Set{ServerName: "www.e6r5p57kbafwrxj3plz.com"}, 0},
		{"nothing", categories.TLS, metadata.Set{}, 0},
	} {
		require.Equal(t, c.want, tor.ClassifyLabels(c.protocol, &c.set).App, c.name)
	}
}
