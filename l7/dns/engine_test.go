package dns_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/dns"
	"github.com/nfstream/nfstream-go/l7/l7test"
)

const header = "\xab\xcd\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00"

func TestDamageOnItsOwnPort(t *testing.T) {
	for payload, readable := range map[string]bool{
		header + "\x03www\x07exam":                                                    true, // cut short
		header + "\x03www\x84example\x03com\x00\x00\x01\x00\x01":                      true,
		header[:6] + "\x73\x00\x00\x00\x00\x00\x03www\x00\x00\x01\x00\x01":            true, // 29440 answers
		header[:6] + "\x73\x00\x00\x00\x00\x00\x03www\x00\x55\x01\x00\x01":            false,
		"\xab\xcd\x01\x40\x00\x01\x00\x00\x00\x00\x00\x00\x03www":                     false, // the bit that is zero
		"\xab\xcd\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x03www\x00\x00\x01\x00\x01": false, // no question
		"random bytes of something else":                                              false,
	} {
		k := l7test.NewTalk(newEngine(), l7.UDP, 40000, 53)
		k.Say(0, []byte(payload))
		require.Equal(t, readable, k.Flow.Protocol == categories.DNS, "%q", payload)
		k = l7test.NewTalk(newEngine(), l7.UDP, 40000, 54)
		k.Say(0, []byte(payload))
		require.Zero(t, k.Flow.Protocol, "%q", payload)
	}
}

func TestNotDNSOverTCP(t *testing.T) {
	for _, payload := range []string{
		"\x00\x05\xab\xcd\x01\x00\x00", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03abcdef", "\x20\x01" + header,
		"\x00\x20" + header + "\x03www\x00\x00\x01\x00\x01" + "more than the message", "GET / HTTP/1.1\r\n\r\n",
	} {
		k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 53)
		k.Say(0, []byte(payload))
		require.Zero(t, k.Flow.Protocol, "%q", payload)
	}
}

func TestSessionsLeaveNothingBehind(t *testing.T) {
	script := func(on l7.Transport, turns ...string) l7test.Script {
		return l7test.Script{On: on, Port: 53, Turns: turns}
	}
	left, question, answer := query(t, "left.behind."), query(t, "www.example.com."), reply(t)
	again := string(left)
	datagrams := script(l7.UDP, string(question), string(answer))
	stream := script(l7.TCP, string(framed(question)), string(framed(answer)))
	l7test.CheckReuse(t, newEngine, script(l7.UDP, again, "", again, "", again, "", again),
		script(l7.TCP, string(framed(left))+"\x00\x32\x01\x02\x03"), datagrams, stream)
	for _, whole := range []l7test.Script{datagrams, stream} {
		k := whole.Play(newEngine())
		require.True(t, k.Flow.Decided())
		require.Equal(t, replied, k.Metadata)
	}
}

func TestAllocationsAreThoseOfTheLabels(t *testing.T) {
	engine := newEngine()
	question, other, part := query(t, "a.example."), []byte("something else altogether"), framed(query(t, "a."))[:20]
	for _, c := range []struct {
		on   l7.Transport
		data []byte
		most float64
	}{{l7.UDP, question, 3}, {l7.UDP, other, 0}, {l7.TCP, part, 0}, {l7.TCP, framed(question), 3}} {
		k := l7test.NewTalk(engine, c.on, 40000, 53)
		k.CheckAllocs(t, c.most, func() { k.Say(0, c.data) })
	}
}

func FuzzFlow(f *testing.F) {
	question, answer := query(f, "a.example."), reply(f)
	l7test.Fuzzing{Protos: dns.Protos(), Port: 53}.Flow(f,
		[2]string{string(question), string(answer)},
		[2]string{string(framed(question)), string(framed(answer))})
}

func BenchmarkStep(b *testing.B) {
	l7test.NewTalk(newEngine(), l7.UDP, 40000, 53).Benchmark(b, query(b, "www.example.com."), reply(b))
}
