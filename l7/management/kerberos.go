package management

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/frames"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// Kerberos is what the first message that says so names.
type Kerberos struct {
	_ metadata.Uncompared

	Realm  string
	Client string // the principal that asks, its parts with a slash in between
	// Service is the principal that a ticket is for.
	Service string
	Error   uint8 // code of the first KRB-ERROR, 0 without one (section 7.5.9)
}

func kerberosColumns() []*metadata.Column {
	columns := metadata.TextColumns(`kerberos_realm* realm of the first message that names one
kerberos_client client that asks for a ticket
kerberos_service service that a ticket is for`, func(m *Kerberos, i int) string {
		return [...]string{m.Realm, m.Client, m.Service}[i]
	})
	return append(columns, metadata.Int("kerberos_error", "code of the first error message, such as 25: a key is asked for",
		func(m *Kerberos) int64 { return int64(m.Error) }).Unsigned(8).OrNone())
}

// kerberosDatagram is Kerberos 5 over UDP (RFC 4120, sections 5.4 to 5.9 and 7.2.1).
func kerberosDatagram() l7.Proto {
	return l7.Proto{
		ID: categories.Kerberos, On: l7.UDP, Ports: []uint16{88, 464}, Min: 16, First: kerberosTags,
		Session: kerberosDialogue.Datagrams(), Columns: kerberosColumns(),
		Probe: func(c *l7.Ctx) l7.Verdict {
			if judgeKerberos(c.Data) == l7.Match {
				return l7.Match
			}
			return l7.Reject
		},
		Samples: l7.Samples(kerberosSample),
	}
}

// kerberosStream is Kerberos over TCP, where a length goes before a message (section 7.2.2).
func kerberosStream() l7.Proto {
	return l7.Proto{
		ID: categories.Kerberos, On: l7.TCP, Ports: []uint16{88}, First: l7.Bytes(0), Probe: probeKerberosStream,
		Session: kerberosDialogue.Sessions(), Columns: kerberosColumns(),
		Samples: l7.Samples("\x00\x00\x00\xa8" + kerberosSample),
	}
}

const kerberosSample = "\x6a\x81\xa5\x30\x81\xa2\xa1\x03\x02\x01\x05\xa2\x03\x02\x01\x0a"

// kerberosTags are those of the messages: AS-REQ to AP-REP, KRB-SAFE, KRB-PRIV, KRB-CRED, KRB-ERROR.
var kerberosTags = l7.Bytes(0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f, 0x74, 0x75, 0x76, 0x7e)

func probeKerberosStream(c *l7.Ctx) l7.Verdict {
	b := c.Data
	switch {
	case b[0] != 0:
		return l7.Reject
	case len(b) < 4:
		return l7.More
	}
	if length := binary.BigEndian.Uint32(b); length < 16 || length > 1<<20 {
		return l7.Reject
	}
	return judgeKerberos(b[4:])
}

// judgeKerberos reads as far as the version, which is 5, and the type of message, which is that of the tag.
func judgeKerberos(b []byte) l7.Verdict {
	if len(b) == 0 {
		return l7.More
	}
	if !kerberosTags.Has(b[0]) {
		return l7.Reject
	}
	r := wire.NewCursor(b)
	r.BER()
	sequence, _ := r.BER()
	field, _ := r.BER()
	version := smallInteger(&r)
	next, _ := r.BER()
	kind := smallInteger(&r)
	if !r.OK() {
		if len(b) < kerberosHead {
			return l7.More
		}
		return l7.Reject
	}
	if sequence != tagSequence || field != 0xa0 && field != 0xa1 || next != field+1 || version != 5 || kind != int(b[0]&0x1f) {
		return l7.Reject
	}
	return l7.Match
}

// kerberosHead is the most bytes of six tags with their lengths and two integers.
const kerberosHead = 6*6 + 2

// smallInteger reads an integer of one byte, and returns -1 for anything else.
func smallInteger(r *wire.Cursor) int {
	if tag, n := r.BER(); tag != tagInteger || n != 1 {
		return -1
	}
	return int(r.Uint8())
}

// kerberosDialogue keeps so much of a message because padata with a ticket goes before the names.
var kerberosDialogue = &frames.Dialogue{
	Form: frames.Form{Keep: 8 << 10, Length: func(b []byte) int {
		switch {
		case len(b) < 4:
			return 0
		case b[0] != 0:
			return -1
		}
		return 4 + int(binary.BigEndian.Uint32(b))
	}},
	Read: func(c *l7.Ctx, message []byte) (done bool) {
		if len(message) >= 4 && message[0] == 0 { // a length, see kerberosStream
			message = message[4:]
		}
		return readKerberos(c, message)
	},
}

// readKerberos writes down what a message names, by the tags of its fields (RFC 4120, sections 5.4.1, 5.4.2, 5.5.1, 5.9.1). It
// reports whether the message is an answer.
func readKerberos(c *l7.Ctx, b []byte) (answer bool) {
	r := wire.NewCursor(b)
	kind, _ := r.BER()
	r.BER()
	switch kind {
	case 0x6a, 0x6c: // AS-REQ, TGS-REQ
		if body, ok := field(&r, 0xa4); ok {
			body.BER()
			nameFields(c, body, kerberosTagsOf{client: 0xa1, realm: 0xa2, service: 0xa3})
		}
		return false
	case 0x6b, 0x6d: // AS-REP, TGS-REP
		nameFields(c, r, kerberosTagsOf{client: 0xa4, realm: 0xa3})
	case 0x6e: // AP-REQ
		if ticket, ok := field(&r, 0xa3); ok {
			ticket.BER()
			ticket.BER()
			nameFields(c, ticket, kerberosTagsOf{realm: 0xa1, service: 0xa2})
		}
		return false
	case 0x7e: // KRB-ERROR
		nameFields(c, r, kerberosTagsOf{code: 0xa6, realm: 0xa9, service: 0xaa})
	}
	return true
}

// kerberosTagsOf are the tags of the fields of a message; 0 for none.
type kerberosTagsOf struct{ client, realm, service, code uint8 }

// field passes over fields up to that of a tag, and returns what of its content is there.
func field(r *wire.Cursor, tag uint8) (wire.Cursor, bool) {
	for r.Len() > 0 {
		got, length := r.BER()
		if content := r.Rest(); got == tag && r.OK() {
			return wire.NewCursor(content[:min(length, len(content))]), true
		}
		r.Skip(length)
	}
	return wire.Cursor{}, false
}

// maxPrincipal is how many bytes of a principal are kept, and of each of its parts.
const maxPrincipal = 256

// nameFields writes down what is not known yet.
func nameFields(c *l7.Ctx, r wire.Cursor, tags kerberosTagsOf) {
	set := func(at *string, text string) {
		if *at == "" {
			*at = text
		}
	}
	for r.Len() > 0 {
		tag, length := r.BER()
		content := r.Rest()
		value := wire.NewCursor(content[:min(length, len(content))])
		r.Skip(length)
		switch tag {
		case 0:
		case tags.realm:
			set(&l7.Record[Kerberos](c).Realm, kept(textOf(&value)))
		case tags.client:
			set(&l7.Record[Kerberos](c).Client, principal(&value))
		case tags.service:
			set(&l7.Record[Kerberos](c).Service, principal(&value))
		case tags.code:
			code := value.Element(tagInteger)
			l7.Record[Kerberos](c).Error = code.Uint8()
		}
	}
}

const tagGeneralString = 0x1b

func textOf(r *wire.Cursor) []byte {
	text := r.Element(tagGeneralString)
	return text.Rest()
}

// principal returns a PrincipalName (section 5.2.2).
func principal(r *wire.Cursor) (text string) {
	name := r.Element(tagSequence)
	names, ok := field(&name, 0xa1)
	parts := names.Element(tagSequence)
	for ok && parts.Len() > 0 && len(text) < maxPrincipal {
		part := textOf(&parts)
		if text != "" {
			text += "/"
		}
		text += string(part[:min(len(part), maxPrincipal)])
	}
	return text
}
