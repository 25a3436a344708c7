package tor_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/tor"
)

func TestRefine(t *testing.T) {
	relay := l7.TLSLabels{Issuer: "CN=www.gmvuy6mtjbxevwo3w.com", Subject: "CN=www.bpcau5b3haif5els.net",
		NotBefore: "2013-06-10 00:00:00", NotAfter: "2013-09-14 23:59:59"}
	long, named, organised := relay, relay, relay
	long.NotAfter = "2023-01-01 00:00:00"
	named.ServerNames = "www.bpcau5b3haif5els.net"
	organised.Subject = "O=Example, CN=www.bpcau5b3haif5els.net"
	for _, c := range []struct {
		name     string
		protocol categories.ID
		labels   l7.Labels
		want     categories.ID
	}{
		{"server name", categories.TLS, l7.Labels{ServerName: "www.e6r5p57kbafwrxj3plz.com", TLS: &l7.TLSLabels{}},
			categories.Tor},
		{"certificate", categories.TLS, l7.Labels{TLS: &relay}, categories.Tor},
		{"validity", categories.TLS, l7.Labels{TLS: &long}, 0},
		{"alternative names", categories.TLS, l7.Labels{TLS: &named}, 0},
		{"organisation", categories.TLS, l7.Labels{TLS: &organised}, 0},
		{"a site", categories.TLS, l7.Labels{ServerName: "www.wikipedia.com", TLS: &l7.TLSLabels{}}, 0},
		{"HTTP", categories.HTTP, l7.Labels{ServerName: "www.e6r5p57kbafwrxj3plz.com"}, 0},
		{"nothing", categories.TLS, l7.Labels{}, 0},
	} {
		require.Equal(t, c.want, tor.ClassifyLabels(c.protocol, &c.labels).App, c.name)
	}
}
