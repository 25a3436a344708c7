//go:build !nfstream_no_rpc

package rpc_test

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/rpc"
)

// check fails where the connection of turns leaves another record.
func check[T any](t *testing.T, port uint16, want T, turns ...string) {
	t.Helper()
	require.Equal(t, want, l7test.Record[T](t, newEngine, l7test.Script{On: l7.TCP, Port: port, Turns: turns}), "%q", turns)
}

func be32(n int) string { return string(binary.BigEndian.AppendUint32(nil, uint32(n))) }

const mqttConnect = "\x10\x1a\x00\x04MQTT\x04\xc4\x00\x3c\x00\x02id\x00\x01w\x00\x01x\x00\x01u\x00\x01p"

func TestMQTT(t *testing.T) {
	want := rpc.MQTT{Version: 4, ClientID: "id", User: "u"}
	check(t, 1883, want, mqttConnect, "\x20\x02\x00\x00", "\xc0\x00")
	want.Topic = "a/b"
	check(t, 1883, want, mqttConnect, "\x20\x02\x00\x00", "\x82\x08\x00\x01\x00\x03a/b\x00\x30\x06\x00\x03c/dx")
	check(t, 1883, want, mqttConnect, "\x20\x02\x00\x00\x30\x06\x00\x03a/bx")
	check(t, 1883, rpc.MQTT{Topic: "a/b"}, "\x32\x08\x00\x03a/b\x00\x01c", "\x40\x02\x00\x01")
	want = rpc.MQTT{Version: 5, ClientID: "id", User: "u", Topic: "a/b"}
	check(t, 1883, want, "\x10\x1c\x00\x04MQTT\x05\x84\x00\x3c\x03\x21\x00\x14\x00\x02id\x00\x00\x01w\x00\x01x\x00\x01u", "",
		"\x82\x0b\x00\x01\x02\x0b\x01\x00\x03a/b\x00")
	check(t, 1883, rpc.MQTT{Version: 3, ClientID: "a"}, "\x10\x0f\x00\x06MQIsdp\x03\x02\x00\x3c\x00\x01a", "hello")
}

func amqpMethod(method byte, body string) string {
	return "\x01\x00\x00" + be32(4+len(body)) + "\x00\x0a\x00" + string([]byte{method}) + body + "\xce"
}

const (
	amqpProperties = "\x00\x09\x00\x00\x00\x2d\x07productS\x00\x00\x00\x08RabbitMQ\x07versionS\x00\x00\x00\x023.\x00\x00\x00\x05PLAIN"
	amqpLogin      = "\x00\x00\x00\x15\x07productS\x00\x00\x00\x08aio-pika" + "\x05PLAIN\x00\x00\x00\x06\x00bob\x00p\x05en_US"
)

func TestAMQP(t *testing.T) {
	header := "AMQP\x00\x00\x09\x01"
	want := rpc.AMQP{Version: "0-9-1", Server: "RabbitMQ 3.", Client: "aio-pika", User: "bob", VHost: "/shop"}
	check(t, 5672, want, header, amqpMethod(10, amqpProperties), amqpMethod(11, amqpLogin), amqpMethod(30, zeros(8)),
		amqpMethod(31, zeros(8))+amqpMethod(40, "\x05/shop\x00\x00"))
	check(t, 5672, rpc.AMQP{Version: "1-0-0"}, "AMQP\x03\x01\x00\x00", "AMQP\x03\x01\x00\x00")
	check(t, 5672, rpc.AMQP{}, "\x01\x00\x01\x00\x00\x00\x05\x00\x3c\x00\x50\x00\xce")
}

func TestKafkaAndNATS(t *testing.T) {
	check(t, 9092, rpc.Kafka{API: 18, Version: 2, ClientID: "rdkafka"},
		"\x00\x00\x00\x15\x00\x12\x00\x02\x00\x00\x81\x00\x00\x07rdkafka\x00\x00\x00\x00")
	check(t, 4222, rpc.NATS{Version: "2.1.6", Server: "n1", Client: "c", User: "u"}, "",
		`INFO {"server_id":"x","server_name":"n1","version":"2.1.6"}`+"\r\n", `CONNECT {"user":"u","name":"c","lang":"go"}`+"\r\n")
}

func dceMessage(kind byte, little bool, body string) string {
	length := 16 + len(body)
	if little {
		return "\x05\x00" + string([]byte{kind}) + "\x03\x10\x00\x00\x00" + string([]byte{byte(length), byte(length >> 8)}) + zeros(6) + body
	}
	return "\x05\x00" + string([]byte{kind}) + "\x03\x00\x00\x00\x00" + string([]byte{byte(length >> 8), byte(length)}) + zeros(6) + body
}

func dceBind(little bool) string {
	return dceMessage(11, little, zeros(16)+"\x08\x83\xaf\xe1\x1f\x5d\xc9\x11\x91\xa4\x08\x00\x2b\x14\xa0\xfa"+zeros(24))
}

func TestDCERPC(t *testing.T) {
	name := func(at byte) string { return "\x02\x00\x02\x00" + string([]byte{at}) + "\x00\x00\x00" }
	auth := dceMessage(16, true, zeros(12)+"NTLMSSP\x00\x03\x00\x00\x00"+zeros(16)+name(64)+name(66)+name(68)+zeros(8)+"\x01\x00\x00\x00"+
		"d\x00u\x00h\x00")
	endpoints := rpc.DCERPC{Interface: "e1af8308-5d1f-11c9-91a4-08002b14a0fa"}
	check(t, 135, endpoints, dceBind(true), dceMessage(12, true, zeros(44)), dceMessage(0, true, zeros(8)), "", auth)
	check(t, 135, rpc.DCERPC{Interface: "0883afe1-1f5d-c911-91a4-08002b14a0fa"}, dceBind(false))
	endpoints.User = "u"
	check(t, 135, endpoints, dceBind(true), dceMessage(12, true, zeros(44)), auth)
	check(t, 135, rpc.DCERPC{}, dceMessage(0, true, zeros(8)), "", dceBind(true))
	datagram := l7test.Record[rpc.DCERPC](t, newEngine, l7test.Script{On: l7.UDP, Port: 34964,
		Turns: []string{"\x04\x00\x08\x00\x10\x00\x00\x00" + zeros(16) + dceBind(true)[32:48] + zeros(40)}})
	require.Equal(t, rpc.DCERPC{Interface: "e1af8308-5d1f-11c9-91a4-08002b14a0fa"}, datagram)
}

func TestDICOM(t *testing.T) {
	check(t, 104, rpc.DICOM{Called: "ANY-SCP", Calling: "STORESCU"},
		"\x01\x00\x00\x00\x00\xd1\x00\x01\x00\x00ANY-SCP         STORESCU        ")
}

func TestCaptures(t *testing.T) {
	require.Contains(t, l7test.RecordsOf[rpc.Kafka](t, "corpus/pcap/kafka.pcapng", rpc.Protos()),
		rpc.Kafka{API: 18, Version: 3, ClientID: "console-producer"})
}
