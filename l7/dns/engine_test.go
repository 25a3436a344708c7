package dns_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
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
		k := newTalk(newEngine(), udp, 40000, 53)
		k.say(0, []byte(payload))
		require.Equal(t, readable, k.flow.Protocol == categories.DNS, "%q", payload)
		k = newTalk(newEngine(), udp, 40000, 54)
		k.say(0, []byte(payload))
		require.Zero(t, k.flow.Protocol, "%q", payload)
	}
}

func TestNotDNSOverTCP(t *testing.T) {
	for _, payload := range []string{
		"\x00\x05\xab\xcd\x01\x00\x00", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03abcdef", "\x20\x01" + header,
		"\x00\x20" + header + "\x03www\x00\x00\x01\x00\x01" + "more than the message", "GET / HTTP/1.1\r\n\r\n",
	} {
		k := newTalk(newEngine(), tcp, 40000, 53)
		k.say(0, []byte(payload))
		require.Zero(t, k.flow.Protocol, "%q", payload)
	}
}

func TestSessionsLeaveNothingBehind(t *testing.T) {
	engine := newEngine()
	for range 3 {
		k := newTalk(engine, udp, 40000, 53)
		for range 4 {
			k.say(0, query(t, "left.behind."))
		}
		k.end()
		k = newTalk(engine, tcp, 40000, 53)
		k.say(0, append(framed(query(t, "left.behind.")), 0, 50, 1, 2, 3))
		k.end()
		for _, proto := range []uint8{udp, tcp} {
			k = newTalk(engine, proto, 40000, 53)
			question, answer := query(t, "www.example.com."), reply(t)
			if proto == tcp {
				question, answer = framed(question), framed(answer)
			}
			k.say(0, question)
			k.say(1, answer)
			require.True(t, k.flow.Decided())
			require.Equal(t, replied, k.labels)
		}
	}
}

func TestAllocationsAreThoseOfTheLabels(t *testing.T) {
	engine := newEngine()
	question, other, part := query(t, "a.example."), []byte("something else altogether"), framed(query(t, "a."))[:20]
	for _, c := range []struct {
		proto uint8
		data  []byte
		count float64
	}{{udp, question, 3}, {udp, other, 0}, {tcp, part, 0}, {tcp, framed(question), 3}} {
		k := newTalk(engine, c.proto, 40000, 53)
		require.LessOrEqual(t, testing.AllocsPerRun(100, func() {
			k.flow, k.labels, k.seq = l7.Flow{}, nil, [2]uint32{}
			k.say(0, c.data)
			k.end()
		}), c.count)
	}
}

func FuzzFlow(f *testing.F) {
	f.Add(query(f, "a.example."), reply(f), uint8(3), false)
	f.Add(framed(query(f, "a.example.")), framed(reply(f)), uint8(3), true)
	f.Fuzz(func(t *testing.T, client, server []byte, size uint8, stream bool) {
		if !stream {
			k := newTalk(newEngine(), udp, 40000, 53)
			k.say(0, client)
			k.say(1, server)
			k.end()
			return
		}
		talks := [2]*talk{newTalk(newEngine(), tcp, 40000, 53), newTalk(newEngine(), tcp, 40000, 53)}
		for i, size := range [2]int{1 << 20, int(size) + 1} {
			talks[i].saySegments(0, client, size)
			if talks[0].flow.Protocol == 0 {
				return // shown again from each segment on
			}
			talks[i].saySegments(1, server, size)
			talks[i].end()
		}
		require.Equal(t, talks[0].flow.Protocol, talks[1].flow.Protocol)
		require.Equal(t, talks[0].labels, talks[1].labels)
	})
}

func BenchmarkStep(b *testing.B) {
	k := newTalk(newEngine(), udp, 40000, 53)
	question, answer := query(b, "www.example.com."), reply(b)
	b.SetBytes(int64(len(question) + len(answer)))
	b.ReportAllocs()
	for b.Loop() {
		k.flow, k.labels = l7.Flow{}, nil
		k.say(0, question)
		k.say(1, answer)
	}
}
