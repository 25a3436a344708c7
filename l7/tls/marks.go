package tls

// Marks are what hellos say by the presence of an extension, or by a session identifier.
type Marks uint8

// The marks.
const (
	// OffersECH says that the client sends an Encrypted ClientHello, or a dummy of it.
	OffersECH Marks = 1 << iota
	// AcceptsECH says that the server confirmed that in a HelloRetryRequest; in a ServerHello an observer cannot see it.
	AcceptsECH
	// OffersESNI says that the client encrypts the server's name as drafts before ECH did.
	OffersESNI
	// OffersResumption says that the client has an earlier session: an identifier and no TLS 1.3, a ticket or a pre-shared key.
	OffersResumption
	// Resumes says that the server goes on with it.
	Resumes
	// OffersSRTP says that the client of DTLS means to exchange media by SRTP, as in WebRTC (RFC 5764). Its peers know the
	// fingerprints of each other's certificates, which they sign themselves (RFC 8827, section 6.5).
	OffersSRTP
)

// EncryptedHello returns ECH or ESNI where the client encrypts the server's name, or pretends to; ECH accepted where the
// server says so.
func (m Marks) EncryptedHello() string {
	switch {
	case m&AcceptsECH != 0:
		return "ECH accepted"
	case m&OffersECH != 0:
		return "ECH"
	case m&OffersESNI != 0:
		return "ESNI"
	}
	return ""
}

// Resumption returns accepted or offered, as to an earlier session; empty where the client has none.
func (m Marks) Resumption() string {
	switch {
	case m&Resumes != 0:
		return "accepted"
	case m&OffersResumption != 0:
		return "offered"
	}
	return ""
}

func (h *ClientHello) marks() (m Marks) {
	const versionDTLS = 0xfe // the first byte of its versions
	if h.HasECH {
		m |= OffersECH
	}
	if h.HasESNI {
		m |= OffersESNI
	}
	if h.Version>>8 == versionDTLS { // SRTP is of DTLS alone (RFC 5764)
		if _, srtp := h.Extensions.Find(ExtUseSRTP); srtp {
			m |= OffersSRTP
		}
	}
	// A client of TLS 1.3 sends an identifier for the sake of middleboxes (RFC 8446, appendix D.4).
	if h.HasPreSharedKey || len(h.SessionTicket) > 0 || len(h.SessionID) > 0 && !h.highest().IsTLS13() {
		m |= OffersResumption
	}
	return m
}

// marks of a server need the identifier of the client's session, nil where it is not known: up to TLS 1.2 the server
// repeats it if it resumes the session (RFC 5246, section 7.4.1.3; RFC 5077, section 3.4).
func (h *ServerHello) marks(session []byte) (m Marks) {
	if h.Retry {
		if _, ech := h.Extensions.Find(ExtECH); ech {
			m |= AcceptsECH
		}
		return m
	}
	resumes := len(session) > 0 && string(session) == string(h.SessionID)
	if h.Version.IsTLS13() || h.Version == DTLS13 {
		_, resumes = h.Extensions.Find(ExtPreSharedKey)
	}
	if resumes {
		m |= Resumes
	}
	return m
}
