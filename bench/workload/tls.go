package workload

import (
	"encoding/binary"
	"slices"
)

// tls is a whole handshake of version 1.3 or 1.2, and application data after it; each segment of that is a whole
// record, but for a last one of under 5 bytes. What is encrypted is opaque.
type tls struct {
	// old is set for version 1.2.
	old    bool
	buffer []byte
	// flight is the rest of the server's handshake.
	flight []byte
	// limit bounds an answer in bytes, where it is not 0.
	limit int
}

const (
	recordCipher    = 20
	recordHandshake = 22
	recordData      = 23
	recordHeader    = 5
	tls12           = 0x0303
	// sealedTLS12 is what the AES-GCM of TLS 1.2 adds to a record: nonce and tag (RFC 5288); of 1.3 it is the content
	// type and the tag (RFC 8446, section 5.2).
	sealedTLS12, sealedTLS13 = 24, 17
)

var changeCipher = []byte{recordCipher, 3, 3, 0, 1, 1}

// startHandshake returns a connection to a server that speaks TLS, three in ten of them 1.2, with rounds for the
// handshake alone.
func startHandshake(g *generator, limit int) (*conn, *tcp) {
	t := &tls{limit: limit}
	c, p := g.dial(443, t)
	t.old = c.host[server]%10 < 3
	p.rounds = t.greetings()
	return c, p
}

// greetings is how many rounds the handshake takes before the first that carries a request: in 1.3 the client's end of
// the handshake goes with it.
func (t *tls) greetings() int {
	if t.old {
		return 2
	}
	return 1
}

func (t *tls) ask(g *generator, c *conn, p *tcp) ([]byte, int) {
	b := t.buffer[:0]
	switch {
	case p.round == 0:
		b = clientHello(b, g, site(c))
		t.flight = t.serverFlight(g, c)
	case t.old && p.round == 1:
		b = clientKeyExchange(b, g)
		b = append(b, changeCipher...)
		b = g.sealed(b, recordHandshake, finished+sealedTLS12)
		t.flight = append(slices.Clone(changeCipher), g.sealed(nil, recordHandshake, finished+sealedTLS12)...)
	default:
		return t.request(b, g, p)
	}
	t.buffer = b
	return b, len(t.flight)
}

// finished is the length of a Finished message of TLS 1.2 (RFC 5246, section 7.4.9), longFinished of 1.3 with SHA-256.
const finished, longFinished = 16, 36

func (t *tls) request(b []byte, g *generator, p *tcp) ([]byte, int) {
	if !t.old && p.round == 1 {
		b = append(b, changeCipher...)
		b = g.sealed(b, recordData, longFinished+sealedTLS13)
	}
	answer := g.answer()
	if t.limit > 0 {
		answer = min(answer, t.limit)
	}
	t.buffer = g.sealed(b, recordData, g.between(60, 700))
	return t.buffer, answer
}

// serverFlight is all that the server says before the client has the floor again.
func (t *tls) serverFlight(g *generator, c *conn) []byte {
	chain := g.certificates.chain(c.host[server], site(c))
	b := make([]byte, 0, 512+len(chain))
	if t.old {
		b = serverHello12(b, g)
		b = handshake(b, 3, 11, fixed(chain...))
		b = serverKeyExchange(b, g)
		return handshake(b, 3, 14, fixed())
	}
	b = serverHello(b, g, fixed(g.opaque(32)...))
	b = append(b, changeCipher...)
	// EncryptedExtensions, Certificate, CertificateVerify, Finished.
	for _, n := range [...]int{15, len(chain) + 9, 80, longFinished} {
		b = g.sealed(b, recordData, n+sealedTLS13)
	}
	return b
}

func (t *tls) more(g *generator, _ *conn, _ *tcp, n int) []byte {
	if len(t.flight) > 0 {
		part := t.flight[:n]
		t.flight = t.flight[n:]
		return part
	}
	t.buffer = g.sealed(t.buffer[:0], recordData, max(n-recordHeader, 0))
	return t.buffer[:n]
}

// think is short within the handshake, which no user waits with.
func (t *tls) think(g *generator, p *tcp) int64 {
	if p.round <= t.greetings() {
		return 300*us + g.spread(ms)
	}
	return idle(g)
}

// sealed appends a record with n opaque bytes.
func (g *generator) sealed(b []byte, kind byte, n int) []byte {
	b = append(b, kind, 3, 3)
	b = binary.BigEndian.AppendUint16(b, uint16(n))
	return append(b, g.opaque(n)...)
}
