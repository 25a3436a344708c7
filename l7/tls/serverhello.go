package tls

import (
	"bytes"

	"github.com/nfstream/nfstream-go/l7/wire"
)

// retryRandom is the random of a ServerHello that is a HelloRetryRequest (RFC 8446, section 4.1.3).
var retryRandom = []byte{
	0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
	0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
}

// ServerHello is the message in which a server chooses (RFC 8446, section 4.1.3; RFC 5246, section 7.4.1.3). Its slices
// are borrowed from what was parsed.
type ServerHello struct {
	LegacyVersion Version
	Random        []byte
	SessionID     []byte
	CipherSuite   CipherSuite
	Compression   uint8
	Extensions    Extensions

	// Version is the one chosen: of the supported_versions extension if there is one, else LegacyVersion.
	Version Version
	// ALPN is the chosen protocol. TLS 1.3 encrypts it.
	ALPN []byte
	// Group is that of the server's key share, 0 without one.
	Group uint16
	// Retry says that this is a HelloRetryRequest.
	Retry bool
}

// ParseServerHello reads a handshake message with its header. The result borrows from message. An error is ErrType, or
// ErrMalformed with a hello that holds what was read before the defect.
func ParseServerHello(message []byte) (*ServerHello, error) {
	h := new(ServerHello)
	body, err := handshakeBody(message, TypeServerHello)
	if err != nil {
		return h, err
	}
	if err := h.Parse(body); err != nil {
		return h, err
	}
	if _, length := handshakeHeader(message); length != len(body) {
		return h, ErrMalformed
	}
	return h, nil
}

// Parse reads the body of a handshake message, such as an event's. It allocates nothing. On ErrMalformed h holds what
// was read before the defect.
func (h *ServerHello) Parse(body []byte) error {
	*h = ServerHello{}
	c := wire.NewCursor(body)
	h.LegacyVersion = Version(c.Uint16())
	h.Version = h.LegacyVersion
	h.Random = c.Bytes(32)
	h.Retry = bytes.Equal(h.Random, retryRandom)
	// Drafts of TLS 1.3 up to 21 have neither session id nor compression; those up to 15 were TLS 1.3 by number.
	old := h.LegacyVersion.Draft() > 0 || h.LegacyVersion == TLS13
	if !old {
		h.SessionID = c.Bytes(int(c.Uint8()))
	}
	h.CipherSuite = CipherSuite(c.Uint16())
	if !old {
		h.Compression = c.Uint8()
	}
	if c.OK() && c.Len() == 0 {
		return nil
	}
	n := int(c.Uint16())
	h.Extensions = c.Bytes(min(n, c.Len()))
	h.readExtensions()
	if !c.OK() || n > len(h.Extensions) || !h.Extensions.whole() {
		return ErrMalformed
	}
	return nil
}

func (h *ServerHello) readExtensions() {
	for t, data := range h.Extensions.All() {
		c := wire.NewCursor(data)
		switch t {
		case ExtSupportedVersions:
			h.Version = Version(c.Uint16())
		case ExtALPN:
			h.ALPN = Names(list16(data)).First()
		case ExtKeyShare:
			h.Group = c.Uint16()
		}
	}
}
