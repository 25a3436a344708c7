package tls

import "github.com/nfstream/nfstream-go/l7/wire"

// ClientHello is a client's first message (RFC 8446, section 4.1.2; RFC 6347, section 4.2.1 for DTLS). Its slices are
// borrowed from what was parsed; they are empty where the message has no such thing. A zero ClientHello is ready to
// parse into, any number of times.
type ClientHello struct {
	Version      Version // legacy_version, the highest only of a client that sends no SupportedVersions
	Random       []byte
	SessionID    []byte
	Cookie       []byte // DTLS only
	CipherSuites Uint16s
	Compression  []byte
	Extensions   Extensions

	ServerName          []byte // the first host_name, as sent
	ALPN                Names
	SupportedVersions   Uint16s
	Groups              Uint16s
	PointFormats        []byte
	SignatureAlgorithms Uint16s
	KeyShares           KeyShares
	SessionTicket       []byte
	QUICParameters      []byte // transport parameters, of QUIC only

	HasServerName    bool // the extension is there, perhaps without a host_name
	HasSessionTicket bool // the extension is there, perhaps empty
	HasPreSharedKey  bool
	HasEarlyData     bool
	HasECH           bool // Encrypted ClientHello or a draft of it; clients send a dummy too
	HasESNI          bool
	GREASE           bool // a cipher suite or an extension is one of RFC 8701's
}

// ParseClientHello reads a handshake message with its header, as in a TLS record or QUIC's CRYPTO frames. The result
// borrows from message. An error is ErrType, or ErrMalformed with a hello that holds what was read before the defect.
func ParseClientHello(message []byte) (*ClientHello, error) {
	h := new(ClientHello)
	body, err := handshakeBody(message, TypeClientHello)
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

// handshakeBody returns the body of a message, as far as that is there.
func handshakeBody(message []byte, want HandshakeType) ([]byte, error) {
	if len(message) < handshakeHeaderLength {
		return nil, ErrMalformed
	}
	t, length := handshakeHeader(message)
	if t != want {
		return nil, ErrType
	}
	body := message[handshakeHeaderLength:]
	return body[:min(length, len(body))], nil
}

// Parse reads the body of a handshake message, such as an event's. It allocates nothing. On ErrMalformed h holds what
// was read before the defect. A truncated body yields the fields at its start.
func (h *ClientHello) Parse(body []byte) error {
	*h = ClientHello{}
	c := wire.NewCursor(body)
	h.Version = Version(c.Uint16())
	h.Random = c.Bytes(32)
	h.SessionID = c.Bytes(int(c.Uint8()))
	if h.Version.IsDTLS() {
		h.Cookie = c.Bytes(int(c.Uint8()))
	}
	h.CipherSuites = c.Bytes(int(c.Uint16()))
	h.Compression = c.Bytes(int(c.Uint8()))
	if c.OK() && c.Len() == 0 {
		return nil // SSL 3.0 and TLS 1.0 know no extensions
	}
	n := int(c.Uint16())
	h.Extensions = c.Bytes(min(n, c.Len()))
	h.readExtensions()
	if !c.OK() || n > len(h.Extensions) || h.CipherSuites.odd() || !h.Extensions.whole() {
		return ErrMalformed
	}
	return nil
}

func (l Uint16s) odd() bool { return len(l)%2 != 0 }

func (h *ClientHello) readExtensions() {
	for i := 0; i < h.CipherSuites.Len() && !h.GREASE; i++ {
		h.GREASE = IsGREASE(h.CipherSuites.At(i))
	}
	for t, data := range h.Extensions.All() {
		if !h.readList(t, data) {
			h.readMark(t, data)
		}
	}
}

// readList reads the extensions that hold a list.
func (h *ClientHello) readList(t ExtensionType, data []byte) bool {
	switch t {
	case ExtServerName:
		h.HasServerName = true
		h.ServerName = hostName(data)
	case ExtALPN:
		h.ALPN = list16(data)
	case ExtSupportedVersions:
		h.SupportedVersions = list8(data)
	case ExtSupportedGroups:
		h.Groups = list16(data)
	case ExtPointFormats:
		h.PointFormats = list8(data)
	case ExtSignatureAlgorithms:
		h.SignatureAlgorithms = list16(data)
	case ExtKeyShare:
		h.KeyShares = list16(data)
	default:
		return false
	}
	return true
}

// readMark reads extensions that matter by their presence, or that have opaque content.
func (h *ClientHello) readMark(t ExtensionType, data []byte) {
	switch t {
	case ExtSessionTicket:
		h.HasSessionTicket = true
		h.SessionTicket = data
	case ExtPreSharedKey:
		h.HasPreSharedKey = true
	case ExtEarlyData:
		h.HasEarlyData = true
	case ExtECH, ExtECHDraft8, ExtECHDraft9, ExtECHDraft10:
		h.HasECH = true
	case ExtESNI:
		h.HasESNI = true
	case ExtQUICParameters, ExtQUICParametersDraft:
		h.QUICParameters = data
	default:
		h.GREASE = h.GREASE || IsGREASE(uint16(t))
	}
}

// AppendSupportedVersions appends the names of the supported versions to b, in order with commas between them.
func (h *ClientHello) AppendSupportedVersions(b []byte) []byte {
	for i := range h.SupportedVersions.Len() {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, Version(h.SupportedVersions.At(i)).String()...)
	}
	return b
}
