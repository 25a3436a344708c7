package dns_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/dns"
	"github.com/nfstream/nfstream-go/packet"
)

var tables = l7.Compile(dns.Protos())

func newEngine() *l7.Engine { return l7.NewEngine(tables, l7.Limits{TCP: 1 << 14, UDP: 32}) }

const udp, tcp = 17, 6

// talk is a flow that an engine inspects.
type talk struct {
	engine *l7.Engine
	flow   l7.Flow
	labels *l7.Labels
	seq    [2]uint32
	packet packet.Packet
}

func newTalk(e *l7.Engine, proto uint8, srcPort, dstPort uint16) *talk {
	k := &talk{engine: e}
	k.packet.Key = flowkey.Key{Proto: proto, Ver: 4, PortA: srcPort, PortB: dstPort}
	return k
}

// say sends a datagram or segment from a direction.
func (k *talk) say(dir uint8, data []byte) {
	if k.flow.Decided() || len(data) == 0 {
		return
	}
	k.packet = packet.Packet{Data: data, Direction: dir, Seq: k.seq[dir], End: uint32(len(data)), Reverse: dir != 0,
		PayloadLength: uint32(len(data)), Flags: packet.ACK | packet.PSH, Key: k.packet.Key}
	k.engine.Step(&k.flow, &k.labels, &k.packet, l7.Origin{Begin: true})
	k.seq[dir] += uint32(len(data))
}

func (k *talk) saySegments(dir uint8, data []byte, size int) {
	for len(data) > 0 {
		n := min(size, len(data))
		k.say(dir, data[:n])
		data = data[n:]
	}
}

func (k *talk) end() { k.engine.End(&k.flow, &k.labels, &k.packet.Key) }

var replied = &l7.Labels{ServerName: "www.example.com", DNS: &l7.DNSLabels{
	QueryType: 1, Queries: 1, Answers: 3, ResponseType: 1, ResponseAddress: "192.0.2.1"}}

func TestFlowOverUDP(t *testing.T) {
	k := newTalk(newEngine(), udp, 40000, 53)
	k.say(0, query(t, "www.example.com."))
	require.Equal(t, categories.DNS, k.flow.Protocol)
	require.False(t, k.flow.Decided())
	require.Equal(t, "www.example.com", k.labels.ServerName)
	k.say(1, reply(t))
	require.True(t, k.flow.Decided())
	require.Equal(t, replied, k.labels)
}

func TestFlowOverTCP(t *testing.T) {
	for _, size := range []int{1, 2, 3, 13, 40, 1000} {
		k := newTalk(newEngine(), tcp, 40000, 5300)
		k.saySegments(0, framed(query(t, "www.example.com.")), size)
		require.Equal(t, categories.DNS, k.flow.Protocol)
		k.saySegments(1, framed(reply(t)), size)
		require.True(t, k.flow.Decided())
		require.Equal(t, replied, k.labels)
	}
}

func TestReplyAlone(t *testing.T) {
	k := newTalk(newEngine(), udp, 53, 40000)
	k.say(0, reply(t))
	require.True(t, k.flow.Decided())
	require.Equal(t, replied, k.labels)
}

func TestProtocolsByPort(t *testing.T) {
	for _, c := range []struct {
		proto    uint8
		port     uint16
		protocol categories.ID
	}{
		{udp, 53, categories.DNS}, {udp, 4000, categories.DNS}, {udp, 5353, categories.MDNS},
		{udp, 5355, categories.LLMNR}, {tcp, 5355, categories.LLMNR}, {tcp, 53, categories.DNS},
	} {
		k := newTalk(newEngine(), c.proto, 40000, c.port)
		message := query(t, "Printer.local.")
		message[2] &^= 1 // no recursion on the local link
		if c.proto == tcp {
			message = framed(message)
		}
		k.say(0, message)
		require.Equal(t, c.protocol, k.flow.Protocol, c)
		require.Equal(t, "printer.local", k.labels.ServerName)
	}
}

func TestNamesAreShownAsText(t *testing.T) {
	for wire, want := range map[string]string{
		"\x03WwW\x07Example\x00": "www.example", "\x00": "", "\x04a\x01\xffb\x00": "a??b",
		"\x0dLuca\xe2\x80\x99s iMac\x05local\x00": "luca’s imac.local",
	} {
		k := newTalk(newEngine(), udp, 40000, 53)
		k.say(0, []byte("\x00\x00\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00"+wire+"\x00\x01\x00\x01"))
		require.Equal(t, want, k.labels.ServerName)
	}
}

func TestFlowOfQuestionsEnds(t *testing.T) {
	k := newTalk(newEngine(), udp, 5353, 5353)
	for i, name := range []string{"a.", "b.", "c.", "d.", "e.", "f.", "g."} {
		require.Equal(t, i > 5, k.flow.Decided())
		k.say(0, query(t, name))
	}
	require.Equal(t, "f", k.labels.ServerName)
}
