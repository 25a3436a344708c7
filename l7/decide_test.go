package l7

import (
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// The order of the decision, by what a flow is known to be, what it was expected to be, and what end points say.
func TestDecide(t *testing.T) {
	const media = loudID
	content := func(protocol, app categories.ID) Flow {
		return Flow{Protocol: protocol, Application: app, Confidence: ByInspection}
	}
	weak := Flow{Protocol: askID, Confidence: ByPart}
	named := Classification{Application: categories.Instagram}
	call := Classification{Protocol: media, Application: categories.WhatsApp}
	data := Classification{Protocol: media}
	network := answering(Answer{App: categories.Google})
	rule := answering(Answer{App: categories.Zoom, Rule: true})
	alone := answering(Answer{App: categories.Zoom, Rule: true, Alone: true})
	byRule := Flow{Protocol: categories.TLS, Application: categories.Slack, Confidence: ByRule}
	const web, high = 443, 40001
	const tls, ssh = categories.TLS, categories.SSH
	const google, instagram, zoom = categories.Google, categories.Instagram, categories.Zoom
	type result struct {
		protocol, application categories.ID
		confidence            Confidence
	}
	for name, c := range map[string]struct {
		known     Flow
		expected  Classification
		endpoints EndpointClassifier
		port      uint16
		want      result
	}{
		"nothing":                         {Flow{}, Classification{}, nil, high, result{}},
		"port":                            {Flow{}, Classification{}, nil, web, result{tls, 0, ByPort}},
		"name":                            {Flow{}, named, nil, high, result{0, instagram, ByCache}},
		"name and port":                   {Flow{}, named, nil, web, result{tls, instagram, ByCache}},
		"name and a port without names":   {Flow{}, named, nil, 22, result{ssh, 0, ByPort}},
		"name and network":                {Flow{}, named, network, web, result{tls, instagram, ByCache}},
		"name, network, no port":          {Flow{}, named, network, high, result{google, instagram, ByCache}},
		"name and rule":                   {Flow{}, named, rule, web, result{tls, zoom, ByRule}},
		"name and content":                {content(tls, 0), named, nil, web, result{tls, instagram, ByPartCached}},
		"name and named content":          {content(tls, google), named, nil, web, result{tls, google, ByInspection}},
		"name and other content":          {content(ssh, 0), named, nil, web, result{ssh, 0, ByInspection}},
		"protocol":                        {Flow{}, data, nil, high, result{media, 0, ByCache}},
		"protocol above port":             {Flow{}, data, nil, web, result{media, 0, ByCache}},
		"protocol and application":        {Flow{}, call, nil, web, result{media, categories.WhatsApp, ByCache}},
		"protocol above weak match":       {weak, call, nil, high, result{media, categories.WhatsApp, ByCache}},
		"protocol as weak match":          {weak, Classification{Protocol: askID}, nil, high, result{askID, 0, ByPartCached}},
		"weak match above port":           {weak, Classification{}, nil, web, result{askID, 0, ByPart}},
		"protocol as content":             {content(media, 0), data, nil, high, result{media, 0, ByInspection}},
		"application of content":          {content(media, 0), call, nil, high, result{media, categories.WhatsApp, ByPartCached}},
		"application of other content":    {content(tls, 0), call, nil, high, result{tls, 0, ByInspection}},
		"protocol, application by relay":  {Flow{}, data, network, high, result{media, google, ByCache}},
		"protocol and rule":               {Flow{}, call, rule, web, result{media, zoom, ByRule}},
		"protocol and rule of a protocol": {Flow{}, call, alone, web, result{zoom, zoom, ByRule}},
		"rule by content":                 {byRule, named, alone, web, result{tls, categories.Slack, ByRule}},
	} {
		tables := Compile(nil)
		if c.endpoints != nil {
			tables.AddEndpointClassifiers(c.endpoints)
		}
		f, e := c.known, NewEngine(tables, Limits{})
		k := &flowkey.Key{Proto: protoTCP, PortA: 40000, PortB: c.port}
		var labels *metadata.Set
		e.Stop(&f, &labels, k)
		f.Expect(c.expected)
		e.Decide(&f, k)
		require.Equal(t, c.want, result{f.Protocol, f.Application, f.Confidence}, name)
	}
}

func TestCategoriesOfExpectations(t *testing.T) {
	decided := func(f Flow, x Classification, classifiers ...EndpointClassifier) categories.Category {
		tables := Compile(nil)
		tables.AddEndpointClassifiers(classifiers...)
		f.Expect(x)
		NewEngine(tables, Limits{}).Decide(&f, &flowkey.Key{Proto: protoTCP, PortA: 443, PortB: 40000})
		return f.Category()
	}
	game := Classification{Application: categories.Google, Category: categories.CategoryGame}
	rule := answering(Answer{Category: categories.CategoryVPN, CategoryRule: true})
	require.Equal(t, categories.CategoryGame, decided(Flow{}, game))
	require.Equal(t, categories.CategoryGame, decided(Flow{}, game, answering(Answer{Category: categories.CategoryVPN})))
	require.Equal(t, categories.CategoryVPN, decided(Flow{}, game, rule), "a rule stands above it")
	require.Equal(t, categories.CategoryVPN, decided(Flow{category: categories.CategoryVPN}, game), "content does")
	require.Equal(t, categories.CategoryGame, decided(Flow{Protocol: loudID, Confidence: ByInspection},
		Classification{Protocol: loudID, Category: categories.CategoryGame}), "a category alone")
}

// announcer is a protocol of a test, each byte of which after the first expects something.
func announcer(x ...Expectation) Proto {
	return Proto{ID: loudID, On: UDP, First: Bytes('!'), Probe: func(c *Ctx) Verdict {
		for range len(c.Data) - 1 {
			for _, each := range x {
				c.Expect(each)
			}
		}
		return More
	}}
}

func TestExpect(t *testing.T) {
	addr := netip.MustParseAddr("192.0.2.1")
	good := Expectation{Addr: addr, Port: 20, On: TCP, Lifetime: time.Minute, Classification: Classification{Protocol: askID}}
	eternal, unspecified, ended, empty := good, good, good, good
	eternal.Lifetime = 1e6 * time.Hour
	unspecified.Addr = netip.IPv6Unspecified()
	ended.Lifetime = 0
	empty.Classification = Classification{Category: categories.CategoryGame}
	b := newBench(t, 100, announcer(good, eternal, unspecified, ended, empty, Expectation{}))
	b.udp(0, "!1")
	eternal.Lifetime = MaxLifetime
	require.Equal(t, []Expectation{good, eternal}, b.engine.Expected())
	b.udp(0, "!")
	require.Empty(t, b.engine.Expected(), "of the last payload alone")
	b.udp(0, "!"+string(make([]byte, MaxExpected)))
	require.Len(t, b.engine.Expected(), MaxExpected)
	var c Ctx
	c.Expect(good) // of no engine
}
