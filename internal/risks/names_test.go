package risks_test

import (
	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/internal/risks/riskstest"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/label"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/risk"
)

// to is a flow of a protocol and an application to a server of a name.
func to(protocol, application categories.ID, name string) riskstest.Flow {
	return riskstest.Flow{On: l7.TCP, Port: 443,
		Label:    &label.Label{Protocol: protocol, Application: application, Confidence: label.ByInspection},
		Metadata: &metadata.Set{ServerName: name}}
}

var nameCases = []riskstest.Case{
	{ID: risk.NumericHost, Fires: true, Detail: "192.0.2.7", Flow: to(categories.TLS, 0, "192.0.2.7")},
	{ID: risk.NumericHost, Fires: true, Flow: to(categories.QUIC, 0, "2001:db8::7")},
	{ID: risk.NumericHost, Fires: true, Flow: to(categories.TLS, categories.RDP, "192.0.2.7")},
	{ID: risk.NumericHost, Flow: to(categories.TLS, categories.Teams, "192.0.2.7")},
	{ID: risk.NumericHost, Flow: to(categories.TLS, 0, "192.0.2.7.example")},
	{ID: risk.NumericHost, Flow: to(categories.TLS, 0, "")},

	{ID: risk.DGA, Fires: true, Detail: made, Flow: to(categories.TLS, categories.Tor, "www."+made+".com")},
	{ID: risk.DGA, Fires: true, Detail: made, Flow: to(categories.HTTP, 0, made+".co.uk")},
	{ID: risk.DGA, Fires: true, Detail: tunnel, Flow: overDNS(dnsQuery(tunnel+".wonderful.org", 1))},
	{ID: risk.DGA, Flow: overDNS(dnsQuery(tunnel[:40]+".wonderful.org", 1))},
	{ID: risk.DGA, Flow: to(categories.TLS, categories.Microsoft, made+".com")},
	{ID: risk.DGA, Flow: to(categories.TLS, 0, made+".local")},
	{ID: risk.DGA, Flow: to(categories.TLS, 0, "images.raspberrypi.com")},
	{ID: risk.DGA, Flow: to(categories.MDNS, 0, made+".com")},

	{ID: risk.InvalidCharacters, Fires: true, Detail: "server4:443", Flow: to(categories.QUIC, 0, "server4:443")},
	{ID: risk.InvalidCharacters, Flow: to(categories.TLS, 0, "my-host_1.example")},
	{ID: risk.InvalidCharacters, Flow: to(categories.TLS, 0, "2001:db8::7")},
	{ID: risk.InvalidCharacters, Fires: true, Detail: "a*b.example", Flow: overDNS(dnsQuery("a*b.example", 1))},
	{ID: risk.InvalidCharacters, Fires: true, Detail: "a?b", Flow: overDNS(dnsQuery("a\x01b", 1)[:17])},
	{ID: risk.InvalidCharacters, Flow: overDNS(dnsQuery("_sip._udp.a-b.example", 1))},
	{ID: risk.InvalidCharacters, Flow: riskstest.Flow{On: l7.UDP, Port: 5353, Src: "192.0.2.1:5353",
		Turns: []string{"\x00\x00\x00\x00" + dnsQuery("Anna's printer.local", 12)[4:]}}},

	{ID: risk.IDN, Fires: true, Detail: "www.xn--mnich-kva.com", Flow: overDNS(dnsQuery("www.xn--mnich-kva.com", 1))},
	{ID: risk.IDN, Fires: true, Flow: to(categories.TLS, 0, "xn--mnich-kva.com")},
	{ID: risk.IDN, Flow: to(categories.TLS, 0, "axn--mnich.com")},

	{ID: risk.MalwareHost, Fires: true, Detail: "bad.example", Flow: ofMalware("bad.example")},
	{ID: risk.MalwareHost, Fires: true, Detail: "198.51.100.7", Flow: ofMalware("")},
	{ID: risk.UnresolvedHost, Fires: true, Detail: "www.example.org", Flow: unresolved(to(categories.TLS, 0, "www.example.org"))},
	{ID: risk.UnresolvedHost, Flow: unresolved(to(categories.TLS, 0, "192.0.2.7"))},
	{ID: risk.UnresolvedHost, Flow: unresolved(to(categories.DNS, 0, "www.example.org"))},
	{ID: risk.UnresolvedHost, Flow: to(categories.TLS, 0, "www.example.org")},
	{ID: risk.MalwareHost, Flow: to(categories.TLS, 0, "good.example")},
}

// unresolved is a flow of which unresolved names are looked for.
func unresolved(x riskstest.Flow) riskstest.Flow {
	x.Options.Only = risk.Of(risk.UnresolvedHost)
	return x
}

func ofMalware(name string) riskstest.Flow {
	x := to(categories.TLS, 0, name)
	x.Label.Own = categories.CategoryMalware
	return x
}
