package quic

import "github.com/nfstream/nfstream-go/l7/wire"

// isGoogleServer recognises a server's answer to a hello up to Q043, whose packets have no version: a REJ or SHLO in
// the clear.
func isGoogleServer(b []byte) bool {
	flags := b[0]
	if flags&(flagReserved|flagVersion|flagReset) != 0 {
		return false
	}
	c := wire.NewCursor(b[1:])
	if flags&flagCID != 0 {
		c.Skip(8)
	}
	if flags&flagNonce != 0 {
		c.Skip(nonceGoogle)
	}
	p := GooglePacket{numberLength: [...]int{1, 2, 4, 6}[flags&flagNumber>>4]}
	c.Skip(p.numberLength + hashLength)
	p.Payload = c.Rest()
	if p.isAnswer() {
		return true
	}
	if len(p.Payload) > 0 {
		p.Payload = p.Payload[1:] // private flags, before Q034
	}
	return p.isAnswer()
}

// nonceGoogle is how long the nonce of a server's packets is.
const nonceGoogle = 32

func (p *GooglePacket) isAnswer() bool {
	m, err := ParseMessage(p.Handshake())
	return err == nil && m.Tag != TagCHLO
}
