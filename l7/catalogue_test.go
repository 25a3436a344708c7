package l7

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
)

func TestByCatalogue(t *testing.T) {
	tls := func(names, subject, issuer string) *TLSLabels {
		return &TLSLabels{ServerNames: names, Subject: subject, Issuer: issuer}
	}
	for _, c := range []struct {
		labels Labels
		want   categories.ID
	}{
		{Labels{ServerName: "www.instagram.com"}, categories.Instagram},
		{Labels{ServerName: "www.instagram.com", TLS: tls("*.facebook.com", "", "")}, categories.Instagram},
		{Labels{ServerName: "example.com", TLS: tls("example.org,*.facebook.com", "", "")}, categories.Facebook},
		{Labels{TLS: tls("", "C=KR, O=Someone, CN=*.whatsapp.net", "")}, categories.WhatsApp},
		{Labels{TLS: tls("", "CN=348E, OU=Devices, O=Sonos, Inc, L=Santa Barbara", "")}, categories.Sonos},
		{Labels{TLS: tls("", "CN=a", "CN=AnyNet Root CA, O=philandro Software GmbH, C=DE")}, categories.AnyDesk},
		{Labels{TLS: tls("", "L=www.facebook.com, CN=", "=,=,CN")}, 0},
		{Labels{HTTP: &HTTPLabels{UserAgent: "Microsoft-Delivery-Optimization/10.0"}}, categories.WindowsUpdate},
		{Labels{HTTP: &HTTPLabels{UserAgent: "Mozilla/5.0 (X11; Windows-Update-Agent)"}}, categories.WindowsUpdate},
		{Labels{HTTP: &HTTPLabels{UserAgent: strings.Repeat("a ", maxProducts) + "Windows-Update-Agent"}}, 0},
		{Labels{}, 0},
	} {
		require.Equal(t, c.want, ByCatalogue(categories.TLS, &c.labels).App, "%+v", c.labels)
	}
}
