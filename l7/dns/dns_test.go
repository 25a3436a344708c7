package dns_test

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/dns/dnsmessage"

	"github.com/nfstream/nfstream-go/l7/dns"
)

// build makes a message with the oracle's builder.
func build(t testing.TB, response bool, f func(*dnsmessage.Builder)) []byte {
	t.Helper()
	b := dnsmessage.NewBuilder(nil, dnsmessage.Header{ID: 7, Response: response, RecursionDesired: true})
	b.EnableCompression()
	f(&b)
	message, err := b.Finish()
	require.NoError(t, err)
	return message
}

func query(t testing.TB, name string) []byte {
	return build(t, false, func(b *dnsmessage.Builder) {
		require.NoError(t, b.StartQuestions())
		require.NoError(t, b.Question(dnsmessage.Question{
			Name: dnsmessage.MustNewName(name), Type: dnsmessage.TypeA, Class: dnsmessage.ClassINET}))
	})
}

// reply answers www.example.com by an alias and its addresses.
func reply(t testing.TB) []byte {
	header := func(name string) dnsmessage.ResourceHeader {
		return dnsmessage.ResourceHeader{Name: dnsmessage.MustNewName(name), Class: dnsmessage.ClassINET, TTL: 60}
	}
	return build(t, true, func(b *dnsmessage.Builder) {
		require.NoError(t, b.StartQuestions())
		require.NoError(t, b.Question(dnsmessage.Question{
			Name: dnsmessage.MustNewName("WWW.Example.com."), Type: dnsmessage.TypeA, Class: dnsmessage.ClassINET}))
		require.NoError(t, b.StartAnswers())
		alias := dnsmessage.CNAMEResource{CNAME: dnsmessage.MustNewName("edge.example.com.")}
		require.NoError(t, b.CNAMEResource(header("WWW.Example.com."), alias))
		require.NoError(t, b.AResource(header("edge.example.com."), dnsmessage.AResource{A: [4]byte{192, 0, 2, 1}}))
		require.NoError(t, b.AAAAResource(header("edge.example.com."),
			dnsmessage.AAAAResource{AAAA: [16]byte{0x20, 1, 0xd, 0xb8, 15: 1}}))
		require.NoError(t, b.StartAdditionals())
		var opt dnsmessage.ResourceHeader
		require.NoError(t, opt.SetEDNS0(1232, dnsmessage.RCodeSuccess, true))
		require.NoError(t, b.OPTResource(opt, dnsmessage.OPTResource{
			Options: []dnsmessage.Option{{Code: 3, Data: []byte("ns1")}}}))
	})
}

func TestMessage(t *testing.T) {
	m, err := dns.Parse(reply(t))
	require.NoError(t, err)
	require.True(t, m.Response && m.RecursionDesired && !m.Truncated)
	require.EqualValues(t, 7, m.ID)
	require.Equal(t, 4, m.Records())
	q, ok := m.Question()
	require.True(t, ok)
	require.Equal(t, "www.example.com", q.Name.String())
	first, ok := m.Answer()
	require.True(t, ok)
	require.Equal(t, "CNAME", first.Type.String())
	target, ok := first.Target()
	require.True(t, ok)
	require.Equal(t, "edge.example.com", target.String())
	address, ok := m.Address()
	require.True(t, ok)
	addr, _ := address.Addr()
	require.Equal(t, "192.0.2.1", addr.String())
	edns, ok := m.EDNS()
	require.True(t, ok)
	require.EqualValues(t, 1232, edns.UDPSize)
	require.True(t, edns.DNSSECOK)
	o := edns.EachOption()
	require.True(t, o.Next())
	require.Equal(t, "ns1", string(o.Data))
	require.False(t, o.Next())
}

func TestCutMessagesAreNotPlausible(t *testing.T) {
	whole := reply(t)
	require.True(t, dns.Plausible(whole))
	for n := range whole {
		require.False(t, dns.Plausible(whole[:n]), "%d bytes of %d", n, len(whole))
		if m, err := dns.Parse(whole[:n]); err == nil {
			r := m.EachRecord()
			for r.Next() {
			}
			require.False(t, r.OK())
		}
	}
	require.False(t, dns.Plausible(append(whole, 0)), "a byte behind the message")
}

func TestNames(t *testing.T) {
	label := strings.Repeat("a", dns.MaxLabel)
	longest := strings.Repeat("\x3f"+label, 3) + "\x3d" + label[:61] + "\x00"
	require.Len(t, longest, dns.MaxName)
	for _, c := range []struct{ wire, text string }{
		{"\x00", "."},
		{"\x03WwW\x07Example\x00", "www.example"},
		{"\x0aLucas iMac\x05local\x00", "Lucas iMac.local"},
		{"\x04a.b\\\x01C\x00", `a\.b\\.C`},
		{"\x03\x01\xff\x7f\x00", `\001\255\127`},
		{"\x06caf\xc3\xa9s\x00", "cafés"},
		{"\x03a\xc2\x85\x00", `a\194\133`},
		{longest, label + "." + label + "." + label + "." + label[:61]},
		{"\x3f" + longest[:191] + "\x3e" + label[:62] + "\x00", ""},
		{"\x40" + label + "a\x00", ""},
		{"\x80\x00", ""},
		{"\xc0\x0c", ""},     // itself
		{"\xc0\x0e\x00", ""}, // forward
		{"\x01a\xc0\x0c", ""},
		{"\xc0\x00", ""}, // the header
		{"\xc0", ""},
		{"\x03ab", ""},
		{"", ""},
	} {
		m, err := dns.Parse([]byte("\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00" + c.wire + "\x00\x01\x00\x01"))
		require.NoError(t, err)
		q, ok := m.Question()
		require.Equal(t, c.text != "", ok, "%q", c.wire)
		if ok {
			require.Equal(t, c.text, q.Name.String())
		}
	}
}

// pointers returns a message with a question and answers. The answers' names are chains of pointers to each other.
func pointers(count int) []byte {
	b := []byte("\x00\x00\x80\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01a\x00\x00\x01\x00\x01")
	b[6], b[7] = byte(count>>8), byte(count)
	at := 12
	for range count {
		next := len(b)
		b = append(b, 0xc0|byte(at>>8), byte(at), 0, 16, 0, 1, 0, 0, 0, 0, 0, 0)
		at = next
	}
	return b
}

func TestChainsOfPointersEnd(t *testing.T) {
	require.True(t, dns.Plausible(pointers(dns.MaxPointers)))
	require.False(t, dns.Plausible(pointers(dns.MaxPointers+1)))
}

func TestKinds(t *testing.T) {
	mdns, _ := hex.DecodeString("000000000001000000000000045f6c6470045f746370056c6f63616c00000c8001")
	llmnr, _ := hex.DecodeString("a1b20000000100000000000004777061640000010001")
	netbios, _ := hex.DecodeString(
		"80f00010000100000000000020434b4141414141414141414141414141414141414141414141414141414141410000210001")
	www := query(t, "www.example.com.")
	require.Equal(t, dns.MDNS, dns.KindOf(mdns, 5353, 5353))
	require.Equal(t, dns.MDNS, dns.KindOf(mdns, 40000, 5353), "a one-shot query")
	require.Equal(t, dns.LLMNR, dns.KindOf(llmnr, 50000, 5355))
	require.Equal(t, dns.DNS, dns.KindOf(llmnr, 50000, 53))
	require.Equal(t, dns.DNS, dns.KindOf(www, 50000, 53))
	require.Equal(t, dns.DNS, dns.KindOf(www, 50000, 9999))
	require.Equal(t, dns.DNS, dns.KindOf(reply(t), 5353, 50000), "DNS on the port of mDNS")
	require.Equal(t, dns.None, dns.KindOf(netbios, 41335, 53))
	require.Equal(t, dns.None, dns.KindOf(make([]byte, 64), 53, 53))
	require.Equal(t, dns.None, dns.KindOf(nil, 53, 53))
}

func framed(messages ...[]byte) []byte {
	var b []byte
	for _, m := range messages {
		b = append(append(b, byte(len(m)>>8), byte(len(m))), m...)
	}
	return b
}

// split feeds a stream in parts of the given size and returns the messages.
func split(data []byte, size int) (messages [][]byte) {
	var s dns.Stream
	for len(data) > 0 {
		part := data[:min(size, len(data))]
		data = data[len(part):]
		for {
			message, rest, ok := s.Next(part)
			if !ok {
				break
			}
			messages = append(messages, bytes.Clone(message))
			part = rest
		}
	}
	return messages
}

func TestStreamInAnySplit(t *testing.T) {
	want := [][]byte{query(t, "a.example."), {}, reply(t), query(t, "b.example.")}
	stream := framed(want...)
	for size := 1; size <= len(stream); size++ {
		require.Equal(t, len(want), len(split(stream, size)))
		for i, m := range split(stream, size) {
			require.True(t, bytes.Equal(want[i], m))
		}
	}
	require.Empty(t, split(stream[:10], 3), "cut short")
}

func TestNothingIsAllocated(t *testing.T) {
	message := reply(t)
	stream := framed(message)
	room := make([]byte, 0, dns.MaxName)
	require.Zero(t, testing.AllocsPerRun(100, func() {
		var s dns.Stream
		payload, _, _ := s.Next(stream)
		if dns.KindOf(payload, 53, 50000) != dns.DNS {
			t.Fail()
		}
		m, _ := dns.Parse(payload)
		q, _ := m.Question()
		room = q.Name.Append(room[:0])
		for r := m.EachAnswer(); r.Next(); {
			r.Addr()
		}
	}))
}
