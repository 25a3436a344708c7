package rpc

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// amqp is the Advanced Message Queuing Protocol: its header (AMQP 0-9-1, section 4.2.2; AMQP 1.0, part 2, section 2.2), or a
// frame with a method of version 0-9-1 (section 4.2.3).
func amqp() l7.Proto {
	return l7.Proto{
		ID: categories.AMQP, On: l7.TCP, Ports: []uint16{5672}, First: l7.Bytes('A', 1), Probe: probeAMQP,
		Session: amqpDialogue.Sessions(), Columns: amqpColumns(),
		Samples: l7.Samples("AMQP\x00\x00\x09\x01", "\x01\x00\x01\x00\x00\x00\x05\x00\x3c\x00\x50\x00\xce"),
	}
}

func probeAMQP(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if b[0] == 'A' {
		return l7.Prefix(b, "AMQP\x00", "AMQP\x01", "AMQP\x02", "AMQP\x03")
	}
	switch {
	case b[0] != 1, len(b) > 3 && b[3] != 0, len(b) > 7 && b[7] != 0, len(b) > 9 && b[9] != 0:
		return l7.Reject
	case len(b) < 11:
		return l7.More
	}
	size, class, method := int(binary.BigEndian.Uint32(b[3:])), b[8], b[10]
	if size < 4 || size > l7.MaxPrefix-8 || class < 10 || class > 90 || class%10 != 0 && class != 85 ||
		method == 0 || method > 120 {
		return l7.Reject
	}
	switch {
	case len(b) < size+8:
		return l7.More
	case b[size+7] != 0xce:
		return l7.Reject
	}
	return l7.Match
}

// mqtt is MQTT (OASIS MQTT 3.1.1 and 5.0, section 2): the request to connect, or other packets of both sides.
func mqtt() l7.Proto {
	return l7.Proto{
		ID: categories.MQTT, On: l7.TCP, Ports: []uint16{1883, 8883}, Probe: probeMQTT,
		Session: mqttDialogue.Sessions(), Columns: mqttColumns(),
		First: mqttFirst,
		Samples: l7.Samples("\x10\x0d\x00\x04MQTT\x04\x02\x00\x3c\x00\x01a",
			"\x10\x0f\x00\x06MQIsdp\x03\x02\x00\x3c\x00\x01a", "\xc0\x00", "\xd0\x00"),
	}
}

// mqttFirst are the types of packets, each with the flags that it has (section 2.2).
var mqttFirst = l7.Bytes(0x10, 0x20, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x38, 0x39, 0x3a, 0x3b, 0x3c, 0x3d,
	0x40, 0x50, 0x62, 0x70, 0x82, 0x90,
	0xa2, 0xb0, 0xc0, 0xd0, 0xe0)

func probeMQTT(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if b[0] == 0x10 {
		return judgeConnect(b)
	}
	v := l7.Reject
	if mqttFirst.Has(b[0]) {
		v = judgePackets(b)
	}
	switch other := c.Other(); {
	case v != l7.Match:
		return v
	case c.OnPort(1883):
		return l7.Match
	case len(other) == 0:
		return l7.More
	default:
		return judgePackets(other)
	}
}

// packetLength reads the length of a packet, which has up to four bytes (section 2.2.3), and where what follows it begins.
func packetLength(b []byte) (length, begin int, v l7.Verdict) {
	for i := 1; i < 5; i++ {
		if i == len(b) {
			return 0, 0, l7.More
		}
		length |= int(b[i]&0x7f) << (7 * (i - 1))
		if b[i] < 0x80 {
			return length, i + 1, l7.Match
		}
	}
	return 0, 0, l7.Reject
}

func judgeConnect(b []byte) l7.Verdict {
	length, begin, v := packetLength(b)
	if v != l7.Match {
		return v
	}
	if length < 12 {
		return l7.Reject
	}
	return l7.Prefix(b[begin:], "\x00\x04MQTT", "\x00\x06MQIsdp")
}

// judgePackets judges packets that follow one another and are whole.
func judgePackets(b []byte) l7.Verdict {
	for len(b) > 0 {
		length, begin, v := packetLength(b)
		switch {
		case v != l7.Match:
			return v
		case !packetLike(b[0], length):
			return l7.Reject
		case len(b) < begin+length:
			if length > l7.MaxPrefix {
				return l7.Reject
			}
			return l7.More
		case b[0]>>4 == 3 && !topicLike(b[begin:begin+length]):
			return l7.Reject
		}
		b = b[begin+length:]
	}
	return l7.Match
}

// packetLike reports whether a packet of a type can have a length (section 3).
func packetLike(first byte, length int) bool {
	switch first {
	case 0x20, 0x40, 0x50, 0x62, 0x70, 0xb0:
		return length == 2
	case 0x82, 0xa2:
		return length > 4
	case 0x90:
		return length > 2
	case 0xc0, 0xd0, 0xe0:
		return length == 0
	}
	return first>>4 == 3 && first&6 != 6 && length > 2
}

// topicLike reports whether a topic of printable characters stands first.
func topicLike(b []byte) bool {
	n := int(binary.BigEndian.Uint16(b))
	return n > 0 && n <= len(b)-2 && printable(b[2:2+n])
}

func printable(text []byte) bool {
	for _, b := range text {
		if b < ' ' || b == 0x7f {
			return false
		}
	}
	return true
}

// kafka is Apache Kafka's protocol (Kafka, "Protocol guide", request header): the call, its version, and who calls.
func kafka() l7.Proto {
	return l7.Proto{
		ID: categories.Kafka, On: l7.TCP, Ports: []uint16{9092}, First: l7.Bytes(0), Probe: probeKafka,
		Session: l7.Once(readKafka), Columns: kafkaColumns(),
		Samples: l7.Samples("\x00\x00\x00\x15\x00\x12\x00\x00\x00\x00\x81\x00\x00\x07rdkafka\x00\x00\x00\x00"),
	}
}

func probeKafka(c *l7.Ctx) l7.Verdict {
	b := c.Data
	for i, most := range [...]byte{0, 0xff, 0xff, 0xff, 0, 92, 0, 18} {
		switch {
		case i == len(b):
			return l7.More
		case b[i] > most:
			return l7.Reject
		}
	}
	if len(b) < 14 {
		return l7.More
	}
	size, name := int(binary.BigEndian.Uint32(b)), int(binary.BigEndian.Uint16(b[12:]))
	if name < 2 || name > 200 || name > size-10 || !printable(b[14:min(len(b), 14+name)]) {
		return l7.Reject
	}
	if len(b) < 14+name {
		return l7.More
	}
	return l7.Match
}

// openWire is Apache ActiveMQ's protocol (ActiveMQ, "OpenWire version 2 specification", WireFormatInfo).
func openWire() l7.Proto {
	return l7.Proto{
		ID: categories.OpenWire, On: l7.TCP, Ports: []uint16{61616}, First: l7.Bytes(0), Probe: probeOpenWire,
		Samples: l7.Samples("\x00\x00\x00\xda\x01ActiveMQ\x00\x00\x00\x0a"),
	}
}

func probeOpenWire(c *l7.Ctx) l7.Verdict {
	b := c.Data
	switch {
	case b[0] != 0 || len(b) > 1 && b[1] != 0:
		return l7.Reject
	case len(b) < 5:
		return l7.More
	}
	return l7.Prefix(b[4:], "\x01ActiveMQ")
}

// zeroMQ is ZMTP (ZeroMQ RFC 23, "Connection greeting"): a signature around a length that is not used.
func zeroMQ() l7.Proto {
	return l7.Proto{
		ID: categories.ZeroMQ, On: l7.TCP, First: l7.Bytes(0xff), Probe: probeZeroMQ,
		Samples: l7.Samples("\xff\x00\x00\x00\x00\x00\x00\x00\x01\x7f\x03\x00NULL"),
	}
}

func probeZeroMQ(c *l7.Ctx) l7.Verdict {
	b := c.Data
	if v := l7.Prefix(b, "\xff\x00\x00\x00\x00\x00\x00\x00"); v != l7.Match {
		return v
	}
	switch {
	case len(b) < 10:
		return l7.More
	case b[9] != 0x7f:
		return l7.Reject
	}
	return l7.Match
}

// nats is NATS (NATS, "Client protocol"): the server informs the client, which connects.
func nats() l7.Proto {
	p := l7.Prefixed(categories.Nats, l7.TCP, []uint16{4222}, "INFO {", "CONNECT {")
	p.Session, p.Columns = natsDialogue.Sessions(), natsColumns()
	return p
}
