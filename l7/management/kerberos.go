package management

import (
	"encoding/binary"
	"unsafe"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/l7/wire"
)

// Kerberos is what the first message that says so names.
type Kerberos struct {
	Realm  string
	Client string // the principal that asks, its parts with a slash in between
}

func kerberosColumns() []*metadata.Column {
	return []*metadata.Column{
		metadata.Text("kerberos_realm", "realm of the first message that names one", func(m *Kerberos) string { return m.Realm }),
		metadata.Text("kerberos_client", "client that asks for a ticket", func(m *Kerberos) string { return m.Client }),
	}
}

// kerberosDatagram is Kerberos 5 over UDP (RFC 4120, sections 5.4 to 5.9 and 7.2.1).
func kerberosDatagram() l7.Proto {
	return l7.Proto{
		ID: categories.Kerberos, On: l7.UDP, Ports: []uint16{88, 464}, Min: 16, First: kerberosTags,
		Session: l7.Once(func(c *l7.Ctx) { readKerberos(c, c.Data) }), Columns: kerberosColumns(),
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
		Session: func() l7.Session { return new(kerberosSession) }, Columns: kerberosColumns(),
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
	version := r.Element(tagInteger)
	next, _ := r.BER()
	kind := r.Element(tagInteger)
	if !r.OK() {
		if len(b) < 24 {
			return l7.More
		}
		return l7.Reject
	}
	if sequence != tagSequence || field != 0xa0 && field != 0xa1 || next != field+1 || version.Uint8() != 5 ||
		kind.Uint8() != b[0]&0x1f {
		return l7.Reject
	}
	return l7.Match
}

// Fields of messages (RFC 4120, sections 5.4.1, 5.4.2, 5.5.1, 5.9.1), by their tags.
const (
	kdcRequestBody = 0xa4
	messageTicket  = 0xa3 // of an AP-REQ
	requestClient  = 0xa1
	requestRealm   = 0xa2
	replyRealm     = 0xa3
	replyClient    = 0xa4
	errorRealm     = 0xa9
	ticketRealm    = 0xa1
)

// readKerberos writes down the realm and the client of a message.
func readKerberos(c *l7.Ctx, b []byte) {
	r := wire.NewCursor(b)
	kind, _ := r.BER()
	r.BER()
	switch kind {
	case 0x6a, 0x6c: // AS-REQ, TGS-REQ
		if body, ok := field(&r, kdcRequestBody); ok {
			body.BER()
			nameFields(c, body, requestClient, requestRealm)
		}
	case 0x6b, 0x6d: // AS-REP, TGS-REP
		nameFields(c, r, replyClient, replyRealm)
	case 0x6e: // AP-REQ
		if ticket, ok := field(&r, messageTicket); ok {
			ticket.BER()
			ticket.BER()
			nameFields(c, ticket, 0, ticketRealm)
		}
	case 0x7e: // KRB-ERROR
		nameFields(c, r, 0, errorRealm)
	}
}

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

// maxPrincipal is how many bytes of a name are kept.
const maxPrincipal = 256

func nameFields(c *l7.Ctx, r wire.Cursor, client, realm uint8) {
	for r.Len() > 0 {
		tag, length := r.BER()
		content := r.Rest()
		value := wire.NewCursor(content[:min(length, len(content))])
		r.Skip(length)
		switch tag {
		case realm:
			if text := textOf(&value); len(text) > 0 {
				l7.Record[Kerberos](c).Realm = string(text[:min(len(text), maxPrincipal)])
			}
		case client:
			if client != 0 {
				if text := principal(&value); text != "" {
					l7.Record[Kerberos](c).Client = text
				}
			}
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

// kerberosSession keeps the start of a message until it is long enough to name the client and its realm.
type kerberosSession struct{ head [2][]byte } // by direction

// maxKerberos is how much of a message is kept: padata with a ticket goes before the names.
const maxKerberos = 8 << 10

// Read reads bytes of a direction, up to the end of a message.
func (s *kerberosSession) Read(c *l7.Ctx) l7.Verdict {
	head := s.head[c.Dir]
	head = append(head, c.Data[:min(len(c.Data), maxKerberos-len(head))]...)
	s.head[c.Dir] = head
	if len(head) < 5 || int64(len(head)) < min(int64(binary.BigEndian.Uint32(head))+4, maxKerberos) {
		return l7.More
	}
	readKerberos(c, head[4:])
	return l7.Match
}

// Close has nothing to add.
func (s *kerberosSession) Close(*l7.Ctx) {}

// Reset makes the session as good as new.
func (s *kerberosSession) Reset() {
	for i := range s.head {
		if s.head[i] = s.head[i][:0]; cap(s.head[i]) > 2<<10 {
			s.head[i] = nil
		}
	}
}

// Holds returns the memory that the session uses, in bytes (l7.Holder).
func (s *kerberosSession) Holds() int {
	return int(unsafe.Sizeof(*s)) + cap(s.head[0]) + cap(s.head[1])
}
