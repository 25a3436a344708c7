package dns_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/dns"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

var tables = listing(l7.Compile(dns.Protos()))

func listing(t *l7.Tables) *l7.Tables {
	t.ListAnswers()
	return t
}

func newEngine() *l7.Engine { return l7.NewEngine(tables, l7.Limits{TCP: 1 << 14, UDP: 32}) }

var replied = (&metadata.Set{ServerName: "www.example.com", ServerText: "www.example.com"}).With(&dns.Metadata{
	QueryType: 1, QueryClass: 1, Queries: 1, Answers: 3, ResponseType: 1, EDNSSize: 1232, ResponseAddress: "192.0.2.1",
	Response: []dns.Answer{{dns.TypeCNAME, "edge.example.com"}, {dns.TypeA, "192.0.2.1"}, {dns.TypeAAAA, "2001:db8::1"}},
	TTLs:     []int64{60, 60, 60}})

func TestFlowOverUDP(t *testing.T) {
	k := l7test.NewTalk(newEngine(), l7.UDP, 40000, 53)
	k.Say(0, query(t, "www.example.com."))
	require.Equal(t, categories.DNS, k.Flow.Protocol)
	require.False(t, k.Flow.Decided())
	require.Equal(t, "www.example.com", k.Metadata.ServerName)
	k.Say(1, reply(t))
	require.True(t, k.Flow.Decided())
	require.Equal(t, replied, k.Metadata)
}

func TestFlowOverTCP(t *testing.T) {
	for _, size := range []int{1, 2, 3, 13, 40, 1000} {
		k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 5300)
		k.Segments(0, framed(query(t, "www.example.com.")), size)
		require.Equal(t, categories.DNS, k.Flow.Protocol)
		k.Segments(1, framed(reply(t)), size)
		require.True(t, k.Flow.Decided())
		require.Equal(t, replied, k.Metadata)
	}
}

func TestReplyAlone(t *testing.T) {
	k := l7test.NewTalk(newEngine(), l7.UDP, 53, 40000)
	k.Say(0, reply(t))
	require.True(t, k.Flow.Decided())
	require.Equal(t, replied, k.Metadata)
}

func TestProtocolsByPort(t *testing.T) {
	for _, c := range []struct {
		proto    l7.Transport
		port     uint16
		protocol categories.ID
	}{
		{l7.UDP, 53, categories.DNS}, {l7.UDP, 4000, categories.DNS}, {l7.UDP, 5353, categories.MDNS},
		{l7.UDP, 5355, categories.LLMNR}, {l7.TCP, 5355, categories.LLMNR}, {l7.TCP, 53, categories.DNS},
	} {
		k := l7test.NewTalk(newEngine(), c.proto, 40000, c.port)
		message := query(t, "Printer.local.")
		message[2] &^= 1 // no recursion on the local link
		if c.proto == l7.TCP {
			message = framed(message)
		}
		k.Say(0, message)
		require.Equal(t, c.protocol, k.Flow.Protocol, c)
		require.Equal(t, "printer.local", k.Metadata.ServerName)
	}
}

func TestNamesAreShownAsText(t *testing.T) {
	for wire, want := range map[string]string{
		"\x03WwW\x07Example\x00": "www.example", "\x00": "", "\x04a\x01\xffb\x00": "a??b", "\x07caf\xc3\xa9\xc2\x85\x00": "café??",
		"\x0dLuca\xe2\x80\x99s iMac\x05local\x00": "luca’s imac.local",
	} {
		k := l7test.NewTalk(newEngine(), l7.UDP, 40000, 53)
		k.Say(0, []byte("\x00\x00\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00"+wire+"\x00\x01\x00\x01"))
		require.Equal(t, want, k.Metadata.ServerName)
	}
}

// A resolver asks for both types of addresses at once, from one port. What is written down is of one message.
func TestQuestionsSideBySide(t *testing.T) {
	other := query(t, "www.example.com.")
	other[len(other)-3] = byte(dns.TypeAAAA)
	for _, port := range []l7.Transport{l7.UDP, l7.TCP} {
		k, wrap := l7test.NewTalk(newEngine(), port, 40000, 53), framed
		if port == l7.UDP {
			wrap = func(messages ...[]byte) []byte { return messages[0] }
		}
		k.Say(0, wrap(query(t, "www.example.com.")))
		k.Say(0, wrap(other))
		require.EqualValues(t, dns.TypeAAAA, metadata.Get[dns.Metadata](k.Metadata).QueryType)
		k.Say(1, wrap(reply(t)))
		require.True(t, k.Flow.Decided())
		require.Equal(t, replied, k.Metadata)
	}
}

func TestExtendedResponseCode(t *testing.T) {
	badVersion := append([]byte("\x00\x00\x80\x00\x00\x01\x00\x00\x00\x00\x00\x01\x01a\x00\x00\x01\x00\x01"),
		"\x00\x00\x29\x10\x00\x01\x00\x00\x00\x00\x00"...) // OPT with the upper bits of BADVERS (RFC 6891, section 6.1.3)
	k := l7test.NewTalk(newEngine(), l7.UDP, 40000, 53)
	k.Say(1, badVersion)
	require.EqualValues(t, 16, metadata.Get[dns.Metadata](k.Metadata).ReplyCode)
	badVersion[11] = 0
	k = l7test.NewTalk(newEngine(), l7.UDP, 40000, 53)
	k.Say(1, badVersion)
	require.Zero(t, metadata.Get[dns.Metadata](k.Metadata).ReplyCode, "no record is announced")
}

// Several questions (RFC 1035, section 4.1.2) and unusual classes are DNS on any port.
func TestUnusualQuestions(t *testing.T) {
	for _, body := range []string{
		"\x00\x02\x00\x00\x00\x00\x00\x00\x01a\x00\x00\x01\x00\x01\xc0\x0c\x00\x1c\x00\x01",
		"\x00\x01\x00\x00\x00\x00\x00\x00\x01a\x00\x00\x10\x00\x03", "\x00\x01\x00\x00\x00\x00\x00\x00\x01a\x00\x00\xff\x00\xff",
		"\x00\x01\x00\x00\x00\x00\x00\x00\x01a\x00\x00\x44\x00\x04",
	} {
		k := l7test.NewTalk(newEngine(), l7.UDP, 40000, 4000)
		k.Say(0, []byte("\x00\x00\x01\x00"+body))
		require.Equal(t, categories.DNS, k.Flow.Protocol, "%q", body)
		require.Equal(t, "a", k.Metadata.ServerName)
	}
}

func TestFlowOfQuestionsEnds(t *testing.T) {
	k := l7test.NewTalk(newEngine(), l7.UDP, 5353, 5353)
	for i, name := range []string{"a.", "b.", "c.", "d.", "e.", "f.", "g."} {
		require.Equal(t, i > 5, k.Flow.Decided())
		k.Say(0, query(t, name))
	}
	require.Equal(t, "f", k.Metadata.ServerName)
}
