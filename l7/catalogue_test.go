package l7

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

func TestByCatalogue(t *testing.T) {
	certificate := func(names, subject, issuer string) *metadata.Certificate {
		return &metadata.Certificate{Names: names, Subject: subject, Issuer: issuer}
	}
	for _, c := range []struct {
		set  metadata.Set
		want categories.ID
	}{
		{metadata.Set{ServerName: "www.instagram.com"}, categories.Instagram},
		{metadata.Set{ServerName: "www.instagram.com", Certificate: certificate("*.facebook.com", "", "")}, categories.Instagram},
		{metadata.Set{ServerName: "example.com", Certificate: certificate("example.org,*.facebook.com", "", "")}, categories.Facebook},
		{metadata.Set{Certificate: certificate("sni.cloudflaressl.com,*.facebook.com", "", "")}, categories.Facebook},
		{metadata.Set{Certificate: certificate("example.com,sni.cloudflaressl.com", "", "")}, categories.Cloudflare},
		{metadata.Set{Certificate: certificate("", "C=KR, O=Someone, CN=*.whatsapp.net", "")}, categories.WhatsApp},
		{metadata.Set{Certificate: certificate("", "CN=348E, OU=Devices, O=Sonos, Inc, L=Santa Barbara", "")}, categories.Sonos},
		{metadata.Set{Certificate: certificate("", "CN=a", "CN=AnyNet Root CA, O=philandro Software GmbH, C=DE")}, categories.AnyDesk},
		{metadata.Set{Certificate: certificate("", "L=www.facebook.com, CN=", "=,=,CN")}, 0},
		{metadata.Set{UserAgent: "Microsoft-Delivery-Optimization/10.0"}, categories.WindowsUpdate},
		{metadata.Set{UserAgent: "Mozilla/5.0 (X11; Windows-Update-Agent)"}, categories.WindowsUpdate},
		{metadata.Set{UserAgent: strings.Repeat("a ", maxProducts) + "Windows-Update-Agent"}, 0},
		{metadata.Set{}, 0},
	} {
		require.Equal(t, c.want, ByCatalogue(categories.TLS, &c.set).App, "%+v", c.set)
	}
}
