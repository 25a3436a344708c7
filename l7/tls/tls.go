// Package tls reads what TLS, DTLS and SSL say in the clear: records, handshake messages, hellos and their
// fingerprints, and certificates.
//
// A [Stream] reads the bytes of one direction of a TCP connection and [Datagrams] those of a DTLS association. Both
// emit [Event] values. [Event.ClientHello], [Event.ServerHello] and [Event.Certificates] parse the handshake message of
// an event. Parsers borrow from their input and are lenient: they keep the values before a defect and return an error
// for it. Nothing here checks a signature, negotiates or decrypts.
package tls

import "errors"

// What is wrong with input. Errors of this package are or wrap one of these.
var (
	// ErrNotTLS says that bytes are not a record of TLS, DTLS or SSL.
	ErrNotTLS = errors.New("tls: not a record")
	// ErrTooLong says that a message is longer than its limit: MaxHandshake or MaxCertificate.
	ErrTooLong = errors.New("tls: message longer than the limit")
	// ErrMalformed says that a message contradicts itself or ends early.
	ErrMalformed = errors.New("tls: malformed message")
	// ErrType says that a message is of another type than what was asked to parse it.
	ErrType = errors.New("tls: message of another type")
)

// Limits of what is kept of one message, in bytes.
const (
	// MaxHandshake is the limit of a handshake message but a certificate's, and of an SSL 2.0 one.
	MaxHandshake = 64 << 10
	// MaxCertificate is the limit of a certificate message.
	MaxCertificate = 256 << 10
)

// HandshakeType is the type of a handshake message (RFC 8446, section 4).
type HandshakeType uint8

// The types of handshake messages that the package knows.
const (
	TypeHelloRequest        HandshakeType = 0
	TypeClientHello         HandshakeType = 1
	TypeServerHello         HandshakeType = 2
	TypeHelloVerifyRequest  HandshakeType = 3 // DTLS only
	TypeNewSessionTicket    HandshakeType = 4
	TypeEncryptedExtensions HandshakeType = 8
	TypeCertificate         HandshakeType = 11
	TypeServerKeyExchange   HandshakeType = 12
	TypeCertificateRequest  HandshakeType = 13
	TypeServerHelloDone     HandshakeType = 14
	TypeCertificateVerify   HandshakeType = 15
	TypeClientKeyExchange   HandshakeType = 16
	TypeFinished            HandshakeType = 20
	TypeCertificateStatus   HandshakeType = 22
)

// limit returns how long a message's body may be.
func (t HandshakeType) limit() int {
	if t == TypeCertificate {
		return MaxCertificate
	}
	return MaxHandshake
}

// Event is what a Stream or Datagrams met.
type Event struct {
	Content ContentType
	Version Version // of the record; SSL20 for an SSL 2.0 message
	// Encrypted says that the record's content is not in the clear, so that nothing below but Length is known.
	Encrypted bool
	// Length of the record's content in bytes, or of the message's body.
	Length int
	// Type is that of a handshake or SSL 2.0 message.
	Type HandshakeType
	// Body is that of a handshake message, of an SSL 2.0 message without its header, or an alert's two bytes. It is
	// borrowed: valid until the handler returns.
	Body []byte
}

// ClientHello returns the hello of a client's event. It borrows from the Body. The error is ErrType for any other event,
// that of a client that speaks SSL 2.0 among them, and ErrMalformed with a hello that holds what was read before the
// defect.
func (e *Event) ClientHello() (*ClientHello, error) {
	h := new(ClientHello)
	if !e.is(TypeClientHello) {
		return h, ErrType
	}
	return h, h.Parse(e.Body)
}

// ServerHello returns the hello of a server's event, a HelloRetryRequest among them, like ClientHello.
func (e *Event) ServerHello() (*ServerHello, error) {
	h := new(ServerHello)
	if !e.is(TypeServerHello) {
		return h, ErrType
	}
	return h, h.Parse(e.Body)
}

// Certificates returns the list of a certificate event up to TLS 1.2, borrowed from the Body. The error is ErrType for
// any other event, or that of ParseCertificates.
func (e *Event) Certificates() (Certificates, error) {
	if !e.is(TypeCertificate) {
		return nil, ErrType
	}
	return ParseCertificates(e.Body)
}

// SSL2ClientHello returns the hello of a client that speaks SSL 2.0, like ClientHello.
func (e *Event) SSL2ClientHello() (*SSL2ClientHello, error) {
	h := new(SSL2ClientHello)
	if e.Content != ContentSSL2 || e.Type != TypeClientHello {
		return h, ErrType
	}
	return h, h.Parse(e.Body)
}

// is reports whether the event is a handshake message of a type, in the clear.
func (e *Event) is(t HandshakeType) bool {
	return e.Content == ContentHandshake && e.Type == t && !e.Encrypted
}

// Alert returns the level and the description of an alert in the clear; ok is false for any other event.
func (e *Event) Alert() (level AlertLevel, alert Alert, ok bool) {
	if e.Content != ContentAlert || len(e.Body) != alertLength {
		return 0, 0, false
	}
	return AlertLevel(e.Body[0]), Alert(e.Body[1]), true
}
