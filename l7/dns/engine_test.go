package dns_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
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
	engine := newEngine()
	for range 3 {
		k := l7test.NewTalk(engine, l7.UDP, 40000, 53)
		for range 4 {
			k.Say(0, query(t, "left.behind."))
		}
		k.End()
		k = l7test.NewTalk(engine, l7.TCP, 40000, 53)
		k.Say(0, append(framed(query(t, "left.behind.")), 0, 50, 1, 2, 3))
		k.End()
		for _, proto := range []l7.Transport{l7.UDP, l7.TCP} {
			k = l7test.NewTalk(engine, proto, 40000, 53)
			question, answer := query(t, "www.example.com."), reply(t)
			if proto == l7.TCP {
				question, answer = framed(question), framed(answer)
			}
			k.Say(0, question)
			k.Say(1, answer)
			require.True(t, k.Flow.Decided())
			require.Equal(t, replied, k.Labels)
		}
	}
}

func TestAllocationsAreThoseOfTheLabels(t *testing.T) {
	engine := newEngine()
	question, other, part := query(t, "a.example."), []byte("something else altogether"), framed(query(t, "a."))[:20]
	for _, c := range []struct {
		proto l7.Transport
		data  []byte
		count float64
	}{{l7.UDP, question, 3}, {l7.UDP, other, 0}, {l7.TCP, part, 0}, {l7.TCP, framed(question), 3}} {
		k := l7test.NewTalk(engine, c.proto, 40000, 53)
		require.LessOrEqual(t, testing.AllocsPerRun(100, func() {
			k.Reset()
			k.Say(0, c.data)
			k.End()
		}), c.count)
	}
}

func FuzzFlow(f *testing.F) {
	f.Add(query(f, "a.example."), reply(f), uint8(3), false)
	f.Add(framed(query(f, "a.example.")), framed(reply(f)), uint8(3), true)
	f.Fuzz(func(t *testing.T, client, server []byte, size uint8, stream bool) {
		if !stream {
			k := l7test.NewTalk(newEngine(), l7.UDP, 40000, 53)
			k.Say(0, client)
			k.Say(1, server)
			k.End()
			return
		}
		talks := [2]*l7test.Talk{l7test.NewTalk(newEngine(), l7.TCP, 40000, 53), l7test.NewTalk(newEngine(), l7.TCP, 40000, 53)}
		for i, size := range [2]int{1 << 20, int(size) + 1} {
			talks[i].Segments(0, client, size)
			if talks[0].Flow.Protocol == 0 {
				return // shown again from each segment on
			}
			talks[i].Segments(1, server, size)
			talks[i].End()
		}
		require.Equal(t, talks[0].Flow.Protocol, talks[1].Flow.Protocol)
		require.Equal(t, talks[0].Labels, talks[1].Labels)
	})
}

func BenchmarkStep(b *testing.B) {
	k := l7test.NewTalk(newEngine(), l7.UDP, 40000, 53)
	question, answer := query(b, "www.example.com."), reply(b)
	b.SetBytes(int64(len(question) + len(answer)))
	b.ReportAllocs()
	for b.Loop() {
		k.Reset()
		k.Say(0, question)
		k.Say(1, answer)
	}
}
