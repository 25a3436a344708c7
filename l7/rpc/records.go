package rpc

import (
	"bytes"
	"encoding/binary"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/frames"
	"github.com/nfstream/nfstream-go/l7/lines"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// kept returns the part of a text that a record keeps.
//
//go:noinline
func kept(text []byte) string { return string(text[:min(len(text), 256)]) }

// MQTT is what the client says.
type MQTT struct {
	_ metadata.Uncompared

	Version        uint8 // the level of the protocol: 3 is 3.1, 4 is 3.1.1, 5 is 5.0
	ClientID, User string
	Topic          string // the first that either side publishes to, or the client subscribes to
}

func mqttColumns() []*metadata.Column {
	columns := metadata.TextColumns(`mqtt_client_id identifier of the client
mqtt_user user that logs in
mqtt_topic first topic of a message or a subscription`, func(m *MQTT, i int) string {
		return [...]string{m.ClientID, m.User, m.Topic}[i]
	})
	return append(columns, metadata.Int("mqtt_version", "level of the protocol: 3 is 3.1, 4 is 3.1.1, 5 is 5.0",
		func(m *MQTT) int64 { return int64(m.Version) }).Unsigned(8).OrNone())
}

// mqttDialogue reads packets until the first topic (OASIS MQTT 5.0, sections 3.1, 3.3 and 3.8; MQTT 3.1.1, likewise).
var mqttDialogue = &frames.Dialogue{
	Form: frames.Form{Keep: 1 << 9, Length: func(b []byte) int {
		length, begin, v := 0, 0, l7.More
		if len(b) > 1 {
			length, begin, v = packetLength(b)
		}
		switch {
		case v == l7.More:
			return 0
		case v == l7.Reject || !mqttFirst.Has(b[0]):
			return -1
		}
		return begin + length
	}},
	Read: func(c *l7.Ctx, b []byte) (done bool) {
		_, begin, _ := packetLength(b)
		r := wire.NewCursor(b[begin:])
		switch b[0] >> 4 {
		case 1:
			readConnect(l7.Record[MQTT](c), &r)
			return false
		case 8:
			r.Skip(2)
			if metadata.Get[MQTT](c.Metadata()) != nil && l7.Record[MQTT](c).Version >= 5 {
				skipProperties(&r)
			}
		case 3:
		default:
			return false
		}
		topic := r.Block16()
		if topic.Len() > 0 {
			l7.Record[MQTT](c).Topic = kept(topic.Rest())
		}
		return topic.Len() > 0 // an alias may stand for it
	},
}

func readConnect(m *MQTT, r *wire.Cursor) {
	r.Block16() // MQTT or MQIsdp
	m.Version = r.Uint8()
	flags := r.Uint8()
	r.Skip(2)
	if m.Version >= 5 {
		skipProperties(r)
	}
	id := r.Block16()
	m.ClientID = kept(id.Rest())
	if flags&0x04 != 0 { // a last will
		if m.Version >= 5 {
			skipProperties(r)
		}
		r.Block16()
		r.Block16()
	}
	if flags&0x80 != 0 {
		user := r.Block16()
		m.User = kept(user.Rest())
	}
}

// skipProperties passes over a length of seven bits a byte, and what it counts.
func skipProperties(r *wire.Cursor) {
	length, size := binary.Uvarint(r.Rest())
	if size <= 0 || length > 1<<16 {
		r.Fail()
		return
	}
	r.Skip(size + int(length))
}

// AMQP is what both sides say of themselves.
type AMQP struct {
	_ metadata.Uncompared

	Version     string // 0-9-1 and the like, or 1.0.0
	Server      string // product and version
	Client      string
	User, VHost string // of the client
}

func amqpColumns() []*metadata.Column {
	return metadata.TextColumns(`amqp_version* version, such as 0-9-1 or 1-0-0
amqp_server product and version of the server
amqp_client product and version of the client
amqp_user user that logs in
amqp_vhost virtual host that the client opens`, func(m *AMQP, i int) string {
		return [...]string{m.Version, m.Server, m.Client, m.User, m.VHost}[i]
	})
}

// amqpDialogue reads the header and the methods of class 10, connection, of version 0-9-1 (AMQP 0-9-1, sections 1.4.2 and 4.2).
// Later versions have another form after the header.
var amqpDialogue = &frames.Dialogue{
	Form: frames.Form{Keep: 1 << 10, Length: func(b []byte) int {
		switch {
		case len(b) < 7:
			return 0
		case b[0] == 'A':
			return 8
		case b[0] > 8 || b[3] > 0x10:
			return -1
		}
		return 7 + int(binary.BigEndian.Uint32(b[3:])) + 1
	}},
	Read: func(c *l7.Ctx, b []byte) (done bool) {
		if b[0] == 'A' {
			m := l7.Record[AMQP](c)
			version := b[len(b)-3:]
			m.Version = string([]byte{'0' + version[0]%10, '-', '0' + version[1]%10, '-', '0' + version[2]%10})
			return version[0] != 0
		}
		if len(b) < 12 || b[0] != 1 || b[8] != 10 {
			return b[0] == 1 && len(b) > 8
		}
		m := l7.Record[AMQP](c)
		switch body := b[11:]; b[10] {
		case 10: // start
			m.Server = product(body)
		case 11: // start-ok
			m.Client = product(body)
			if _, login, ok := bytes.Cut(body, []byte("\x05PLAIN")); ok && len(login) > 5 { // nobody, the user, the password
				user, _, _ := bytes.Cut(login[5:], []byte{0})
				m.User = kept(user)
			}
		case 40: // open
			r := wire.NewCursor(body)
			host := r.Block8()
			m.VHost = kept(host.Rest())
			return true
		}
		return false
	},
}

// product returns the product and its version of a table (section 4.2.5.5).
func product(table []byte) string {
	name, version := tableText(table, "\x07productS"), tableText(table, "\x07versionS")
	if name != "" && version != "" {
		name += " "
	}
	return name + version
}

func tableText(table []byte, key string) string {
	_, value, ok := bytes.Cut(table, []byte(key))
	if !ok || len(value) < 4 || value[0]|value[1]|value[2] != 0 {
		return ""
	}
	return kept(value[4:min(len(value), 4+int(value[3]))])
}

// Kafka is the header of the first request.
type Kafka struct {
	_ metadata.Uncompared

	API, Version uint16
	ClientID     string
}

func kafkaColumns() []*metadata.Column {
	type record = *Kafka
	return []*metadata.Column{
		metadata.Text("kafka_client_id", "identifier of the client", func(m record) string { return m.ClientID }),
		metadata.Int("kafka_api", "key of the first call, such as 0: produce, 1: fetch, 18: versions",
			func(m record) int64 { return int64(m.API) }).Unsigned(16),
		metadata.Int("kafka_api_version", "version of the first call", func(m record) int64 { return int64(m.Version) }).Unsigned(16),
	}
}

func readKafka(c *l7.Ctx) {
	r := wire.NewCursor(c.Data)
	r.Skip(4)
	m := l7.Record[Kafka](c)
	m.API, m.Version = r.Uint16(), r.Uint16()
	r.Skip(4)
	id := r.Block16()
	m.ClientID = kept(id.Rest())
}

// NATS is what both sides say of themselves.
type NATS struct {
	_ metadata.Uncompared

	Version, Server string // of the server
	Client, User    string // name of the client, and user that logs in
}

func natsColumns() []*metadata.Column {
	return metadata.TextColumns(`nats_version* version of the server
nats_server name of the server
nats_client name of the client
nats_user user that logs in`, func(m *NATS, i int) string {
		return [...]string{m.Version, m.Server, m.Client, m.User}[i]
	})
}

// natsDialogue reads INFO and CONNECT (NATS, "Client protocol").
var natsDialogue = &lines.Dialogue{Read: func(c *l7.Ctx, line []byte) (done bool) {
	switch {
	case bytes.HasPrefix(line, []byte("INFO {")):
		m := l7.Record[NATS](c)
		m.Version, m.Server = jsonText(line, `"version":"`), jsonText(line, `"server_name":"`)
	case bytes.HasPrefix(line, []byte("CONNECT {")):
		m := l7.Record[NATS](c)
		m.Client, m.User = jsonText(line, `"name":"`), jsonText(line, `"user":"`)
		return true
	}
	return false
}}

// jsonText returns the text after a key, up to its quotation mark.
func jsonText(line []byte, key string) string {
	_, text, _ := bytes.Cut(line, []byte(key))
	text, _, ok := bytes.Cut(text, []byte(`"`))
	if !ok {
		return ""
	}
	return kept(text)
}
