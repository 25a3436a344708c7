//go:build !nfstream_no_rpc

package rpc_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/rpc"
)

var newEngine = l7test.Engines(rpc.Protos())

func zeros(n int) string { return string(make([]byte, n)) }

// Turns are of the client first; an empty one passes.
func TestStreams(t *testing.T) {
	for _, c := range []struct {
		want  categories.ID
		turns []string
	}{
		{categories.DCERPC, []string{"\x05\x00\x00\x03\x00\x00\x00\x00\x00\x18\x00\x00\x00\x00\x00\x01"}},
		{0, []string{"\x05\x00\x15\x03\x10\x00\x00\x00"}},
		{0, []string{"\x05\x00\x00\x03\x00\x00\x00\x00\x00\x0f\x00\x00\x00\x00\x00\x01"}},
		{0, []string{"\x05\x01\x00\x01\xc0\x00\x02\x01\x00\x50"}},
		{0, []string{"\x80\x01\x00\x01\x00\x00\x00\x04pi g\x00"}},
		{0, []string{"\x80\x01\x00\x01\x00\x01\x00\x04ping"}},
		{0, []string{"\x82\x21\x01\x04p\x00ng"}},
		{categories.Thrift, []string{"\x82\x21\x01\x04ping\x00", "\x82\x41\x01\x04ping\x08\x00\x00\x00"}},
		{categories.Thrift, []string{"\x00\x00\x00\x09\x82\x21\x01\x04ping\x00", "\x00\x00\x00\x09\x82\x41\x01\x04ping\x00"}},
		{0, []string{"\x82\x21\x01\x04ping\x00", "\x82\x0a"}}, {0, []string{"\x82\x21\x01\x04ping\x00"}},
		{0, []string{"<?xml version=\"1.0\"?><html>" + zeros(1024)}},
		{0, []string{`{"jsonrpc":"2.0","method":"mining.subscribe"}`}},
		{0, []string{`{"a":"jsonrpc"}`}},
		{0, []string{"AMQX\x00\x00\x09\x01"}}, {0, []string{"\x01\x00\x01\x00\x00\x00\x05\x00\x3c\x00\x50\x00\xcf"}},
		{0, []string{"AMQP\x09"}},
		{categories.MQTT, []string{"\x32\x08\x00\x03a/b\x00\x01c", "\x40\x02\x00\x01"}},
		{0, []string{"\x32\x08\x00\x03a/b\x00\x01c", "hello"}},
		{0, []string{"\x32\x08\x00\x09a/b\x00\x01c", "\x40\x02\x00\x01"}},
		{0, []string{"\x10\x0d\x00\x04MQTX\x04\x02\x00\x3c\x00\x01a"}},
		{0, []string{"\xc0\x00"}},
		{0, []string{"\x00\x00\x00\x15\x00\x12\x00\x00\x00\x00\x81\x00\x00\x07rdk\x00fka\x00\x00\x00\x00"}},
		{0, []string{"\x00\x00\x00\x15\x00\x72\x00\x00"}},
		{0, []string{"\x00\x00\x00\x14\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x01a\x00b\x01"}},
		{0, []string{"\x00\x00\x00\x14\x00\x00\x00\x03\x00\x00\x00\x00"}},
		{categories.SMPP, []string{"\x00\x00\x00\x15\x80\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x01SMSC\x00"}},
		{0, []string{"\x01\x01\x00\x01\x00\x08\x00\x00\x00\x04\x01\x00\x00\x00\x00\x00"}},
		{0, []string{"\x12\x34\x00\xc8\x02\x02\x00\x08HTTQ/1.1\x00"}},
		{0, []string{"\x01\x00\x00\x00\x00\xd1\x00\x01\x00\x00ANY\x00SCP         STORESCU        "}},
		{0, []string{"\x01\x00\x00\x00\x00\x00\x00\x00" + zeros(8) + "\x09" + zeros(20)}},
		{0, []string{"CONNECT a:443 HTTP/1.1\r\n\r\n"}},
		{0, []string{"STOMP\nhello\n"}},
		{0, []string{"\x00\x00\x00\xda\x01ActiveMX"}},
		{0, []string{"\xff" + zeros(8) + "\x7e\x03"}},
		{0, []string{"8=FIX\x01"}}, {0, []string{"GIOP\x02\x00"}}, {0, []string{"INFO\r\n"}},
	} {
		for _, size := range []int{1, 5, 1000} {
			e := newEngine()
			k := l7test.NewTalk(e, l7.TCP, 40000, 40001)
			for i, turn := range c.turns {
				k.Segments(uint8(i&1), []byte(turn), size)
			}
			if !k.Flow.Decided() {
				k.End()
			}
			require.Equal(t, c.want, k.Flow.Protocol, "%q by %d", c.turns, size)
			require.Zero(t, e.Busy())
		}
	}
}

func TestProfinet(t *testing.T) {
	for _, p := range rpc.Protos() {
		if p.On != l7.UDP || p.ID != categories.DCERPC {
			continue
		}
		k := l7test.NewTalk(newEngine(), l7.UDP, 40000, 34964)
		k.Say(0, p.Samples[0])
		require.Equal(t, categories.DCERPC, k.Flow.Protocol)
		require.Equal(t, categories.ProfinetIO, k.Flow.Application)
		other := append([]byte(nil), p.Samples[0]...)
		other[30] = 9
		k = l7test.NewTalk(newEngine(), l7.UDP, 40000, 34964)
		k.Say(0, other)
		require.Equal(t, categories.DCERPC, k.Flow.Protocol)
		require.Zero(t, k.Flow.Application)
	}
}

func FuzzFlow(f *testing.F) {
	l7test.Fuzzing{Protos: rpc.Protos()}.Records(f,
		l7test.Script{Port: 1883, Turns: []string{mqttConnect + "\x82\x08\x00\x01\x00\x03a/b\x00", "\x20\x02\x00\x00"}},
		l7test.Script{Port: 5672, Turns: []string{"AMQP\x00\x00\x09\x01" + amqpMethod(11, amqpLogin), amqpMethod(10, amqpProperties)}},
		l7test.Script{Port: 135, Turns: []string{dceBind(true) + dceMessage(0, true, zeros(8)), dceMessage(12, true, zeros(44))}},
	)
}
