//go:build !tiny

package dns_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/dns"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// shown returns the values of columns of the protocol on a port.
func shown(t *testing.T, m *metadata.Set) map[string]string {
	values := map[string]string{}
	for _, p := range dns.Protos() {
		for _, c := range p.Columns {
			if c.Type == metadata.TypeText {
				text, _ := c.AppendText(nil, m)
				values[c.Name] = string(text)
			}
		}
	}
	require.NotEmpty(t, values)
	return values
}

// answers makes a response without a question.
func answers(records ...string) []byte {
	return []byte("\x00\x00\x84\x00\x00\x00\x00" + string(rune(len(records))) + "\x00\x00\x00\x00" + strings.Join(records, ""))
}

func TestListsOfAnswers(t *testing.T) {
	k := l7test.NewTalk(newEngine(), l7.UDP, 40000, 53)
	k.Say(1, reply(t))
	v := shown(t, k.Metadata)
	require.Equal(t, "192.0.2.1,2001:db8::1", v["dns_response_addresses"])
	require.Equal(t, "edge.example.com", v["dns_response_names"])
	require.Equal(t, []int64{60, 60, 60}, ttls(k.Metadata))
	require.Empty(t, v["dns_ptr"])

	k = l7test.NewTalk(newEngine(), l7.UDP, 40000, 53)
	k.Say(1, answers("\x011\x00\x00\x0c\x00\x01\x00\x00\x00\x00\x00\x06\x04Host\x00"))
	require.Equal(t, "host", shown(t, k.Metadata)["dns_ptr"])
	require.Equal(t, []int64{0}, ttls(k.Metadata))
}

func ttls(m *metadata.Set) []int64 {
	for _, c := range dns.Protos()[0].Columns {
		if c.Name == "dns_response_ttls" {
			list, _ := c.List(m)
			return list
		}
	}
	return nil
}

// The list is bounded. The first address counts wherever it is.
func TestManyAnswers(t *testing.T) {
	alias := "\x01a\x00\x00\x05\x00\x01\x00\x00\x00\x07\x00\x03\x01b\x00"
	records := strings.Split(strings.Repeat(alias+"|", dns.MaxAnswers+3), "|")
	records[len(records)-1] = "\x01b\x00\x00\x01\x00\x01\x00\x00\x00\x07\x00\x04\xc0\x00\x02\x09"
	k := l7test.NewTalk(newEngine(), l7.UDP, 40000, 53)
	k.Say(1, answers(records...))
	d := metadata.Get[dns.Metadata](k.Metadata)
	require.Len(t, d.Response, dns.MaxAnswers)
	require.Equal(t, "192.0.2.9", d.ResponseAddress)
	require.EqualValues(t, dns.TypeA, d.ResponseType)
}

const ipp = "\x04_ipp\x04_tcp\x05local\x00"

// pointer makes a PTR record.
func pointer(from, to string) string {
	return from + "\x00\x0c\x00\x01\x00\x00\x11\x94\x00" + string(rune(len(to))) + to
}

// A flow to the group of mDNS has many messages, in which a service is announced again and again.
func TestServices(t *testing.T) {
	k := l7test.NewTalk(newEngine(), l7.UDP, 5353, 5353)
	question := "\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00" + ipp + "\x00\x0c\x00\x01"
	k.Say(0, []byte(question))
	require.Nil(t, metadata.Get[dns.Services](k.Metadata))
	announced := pointer(ipp, "\x06My,Own"+ipp)
	k.Say(0, answers(announced))
	k.Say(0, answers(announced, pointer("\x09_services\x07_dns-sd\x04_udp\x05local\x00", "\x05_http\x04_tcp\x05Local\x00")))
	v := shown(t, k.Metadata)
	require.Equal(t, "_ipp._tcp.local,_http._tcp.Local", v["mdns_services"])
	require.Equal(t, "My Own._ipp._tcp.local,_http._tcp.Local", v["mdns_ptr"])
	require.Equal(t, "_ipp._tcp.local", k.Metadata.ServerName)
	for range 8 {
		k.Say(0, answers(announced))
	}
	require.True(t, k.Flow.Decided())
	k = l7test.NewTalk(newEngine(), l7.UDP, 5353, 5353)
	var many []string
	for i := range dns.MaxServices + 5 {
		many = append(many, pointer(ipp, "\x02H"+string(rune('a'+i))+ipp))
	}
	k.Say(0, answers(many...))
	require.Len(t, metadata.Get[dns.Services](k.Metadata).Target, dns.MaxServices)
}
