package quic

// isGoogleLater recognises a packet of a handshake up to Q043 that has no version: a server's REJ or SHLO in the clear,
// or a client's CHLO after that.
func isGoogleLater(b []byte) bool {
	for _, v := range layouts {
		if _, ok := messageLater(v, b, 0); ok {
			return true
		}
		if b[0]&flagNonce == 0 {
			continue
		}
		if m, ok := messageLater(v, b, nonceGoogle); ok && m.Tag != TagCHLO {
			return true
		}
	}
	return false
}

// layouts are versions of either layout that packets without a version have.
var layouts = [...]Version{Q043, Q033}

// nonceGoogle is how long the nonce of a server's packets is.
const nonceGoogle = 32

func messageLater(v Version, b []byte, nonce int) (Message, bool) {
	p, err := parseLater(v, b, nonce)
	if err != nil {
		return Message{}, false
	}
	m, err := ParseMessage(p.Handshake())
	return m, err == nil
}
