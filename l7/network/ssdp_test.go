package network_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/network"
)

const (
	search = "M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\nMX: 1\r\nST: ssdp:all\r\n" +
		"USER-AGENT: Linux/6.1 UPnP/2.0 Example/1\r\n\r\n"
	alive = "NOTIFY * HTTP/1.1\r\nHost:239.255.255.250:1900\r\nCache-Control: max-age=1800\r\nLocation: http://192.0.2.1/d.xml\r\n" +
		"NT: upnp:rootdevice\r\nNTS: ssdp:alive\r\nServer: OS/1 UPnP/2.0 Device/1\r\nUSN: uuid:1::upnp:rootdevice\r\n\r\n"
	answer = "HTTP/1.1 200 OK\r\nst: upnp:rootdevice\r\nUSN: uuid:1::upnp:rootdevice\r\nEXT:\r\n\r\n"
)

func TestSSDPMessages(t *testing.T) {
	for text, want := range map[string]network.SSDPMessage{
		search: {Kind: network.SSDPSearch, Host: []byte("239.255.255.250:1900"), Target: []byte("ssdp:all"),
			UserAgent: []byte("Linux/6.1 UPnP/2.0 Example/1")},
		alive: {Kind: network.SSDPNotify, Host: []byte("239.255.255.250:1900"), Target: []byte("upnp:rootdevice"),
			SubType: []byte("ssdp:alive"), USN: []byte("uuid:1::upnp:rootdevice"), Location: []byte("http://192.0.2.1/d.xml"),
			Server: []byte("OS/1 UPnP/2.0 Device/1")},
		answer: {Kind: network.SSDPResponse, Target: []byte("upnp:rootdevice"),
			USN: []byte("uuid:1::upnp:rootdevice")},
		"M-SEARCH * HTTP/1.1\r\n\r\n": {Kind: network.SSDPSearch},
		search[:60]:                   {Kind: network.SSDPSearch, Host: []byte("239.255.255.250:1900")}, // cut short
		"NOTIFY * HTTP/1.1\r\nNTS: ssdp:byebye\r\n\r\n": {Kind: network.SSDPNotify, SubType: []byte("ssdp:byebye")},
	} {
		var m network.SSDPMessage
		require.NoError(t, m.Parse([]byte(text)), "%q", text)
		require.Equal(t, want, m)
	}
}

var others = []string{
	"", "M-SEARCH", "M-SEARCH * HTTP/2.0\r\n\r\n", "M-SEARCH / HTTP/1.1\r\n\r\n", "NOTIFY * HTTP/1.1\r\n\r\n",
	"NOTIFY * HTTP/1.0\r\nNT: upnp:event\r\nNTS: upnp:propchange\r\nUSN: uuid:1\r\n\r\n", // an event
	"NOTIFY sip:a@example.test SIP/2.0\r\n\r\n", "NOTIFY /event HTTP/1.1\r\nNTS: ssdp:alive\r\n\r\n",
	"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", "HTTP/1.1 404 Not Found\r\nST: a\r\nUSN: b\r\n\r\n",
	"HTTP/1.0 200 OK\r\n\r\nST: a",
}

func TestSSDPOthers(t *testing.T) {
	for _, text := range others {
		var m network.SSDPMessage
		require.ErrorIs(t, m.Parse([]byte(text)), network.ErrSSDP, "%q", text)
		require.Zero(t, m)
	}
}

var tables = l7.Compile(network.Protos())

func newEngine() *l7.Engine { return l7.NewEngine(tables, l7.Limits{TCP: 8, UDP: 8}) }

func TestSSDPFlow(t *testing.T) {
	const group = "239.255.255.250"
	searched := metadata.Set{ServerName: group, UserAgent: "Linux/6.1 UPnP/2.0 Example/1", ClientText: "Linux", ServerText: group}
	notified := metadata.Set{ServerName: group}
	const usn = "uuid:1::upnp:rootdevice"
	for text, want := range map[string]*metadata.Set{
		search: searched.With(&network.SSDP{Method: "M-SEARCH", SearchTarget: "ssdp:all"}),
		alive: notified.With(&network.SSDP{Method: "NOTIFY", Type: "upnp:rootdevice", SubType: "ssdp:alive", USN: usn,
			Location: "http://192.0.2.1/d.xml", Server: "OS/1 UPnP/2.0 Device/1"}),
		answer: (&metadata.Set{}).With(&network.SSDP{SearchTarget: "upnp:rootdevice", USN: usn}),
	} {
		k := l7test.NewTalk(newEngine(), l7.UDP, 40000, 40001)
		k.Say(0, []byte("something else"))
		k.Say(0, []byte(text))
		require.True(t, k.Flow.Decided())
		require.Equal(t, categories.SSDP, k.Flow.Protocol)
		require.Equal(t, want, k.Metadata)
	}
	for _, text := range others {
		k := l7test.NewTalk(newEngine(), l7.UDP, 40000, 40001)
		k.Say(0, []byte(text))
		k.End()
		require.Zero(t, k.Flow.Protocol, "%q", text)
	}
}

func TestSSDPAllocationsAreThoseOfTheMetadata(t *testing.T) {
	k := l7test.NewTalk(newEngine(), l7.UDP, 40000, network.SSDPPort)
	for text, most := range map[string]float64{answer: 6, alive: 10, search: 9} {
		data := []byte(text)
		k.CheckAllocs(t, most, func() { k.Say(0, data) })
	}
}

func TestSSDPSessionsLeaveNothingBehind(t *testing.T) {
	l7test.CheckReuse(t, newEngine, l7test.Script{On: l7.UDP, Port: 1900, Turns: []string{search}},
		l7test.Script{On: l7.UDP, Port: 1900, Turns: []string{alive}})
}

// FuzzSSDPMessage checks that recognised data begins like a message, and parses the same with a body after it.
func FuzzSSDPMessage(f *testing.F) {
	for _, text := range append([]string{search, alive, answer}, others...) {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var m network.SSDPMessage
		if m.Parse(b) != nil {
			require.Zero(t, m)
			return
		}
		require.True(t, network.MaybeSSDP(b))
		require.NotZero(t, m.Kind)
	})
}

func FuzzSSDPFlow(f *testing.F) {
	l7test.Fuzzing{Protos: network.Protos(), Port: network.SSDPPort}.Flow(f, [2]string{search, answer}, [2]string{alive, ""})
}

func BenchmarkSSDPStep(b *testing.B) {
	l7test.NewTalk(newEngine(), l7.UDP, 40000, network.SSDPPort).Benchmark(b, []byte(search))
}
