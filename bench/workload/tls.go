package workload

import "encoding/binary"

// tls is a handshake in the first round, and application data after it; each segment is a whole record, but for a last
// one of under 5 bytes.
type tls struct {
	buffer []byte
	// greeted is set once the server said hello.
	greeted bool
	// limit bounds an answer in bytes, where it is not 0.
	limit int
}

const (
	recordHandshake = 22
	recordData      = 23
	recordHeader    = 5
	tls12           = 0x0303
)

func (t *tls) ask(g *generator, c *conn, p *tcp) ([]byte, int) {
	if p.round == 0 {
		t.greeted = false
		t.buffer = clientHello(t.buffer[:0], g, site(c))
		return t.buffer, 2400 + g.below(1800)
	}
	answer := g.answer()
	if t.limit > 0 {
		answer = min(answer, t.limit)
	}
	return t.record(t.buffer[:0], g.opaque(g.between(60, 700))), answer
}

func (t *tls) tell(g *generator, _ *conn, _ *tcp, n int) []byte {
	if t.greeted {
		return t.record(t.buffer[:0], g.opaque(max(n-recordHeader, 0)))[:n]
	}
	t.greeted = true
	b := serverHello(t.buffer[:0], g)
	return t.record(b, g.opaque(n-len(b)-recordHeader))
}

func (t *tls) think(g *generator) int64 { return idle(g) }

// record appends a record of application data to b, and keeps the whole as the buffer.
func (t *tls) record(b, body []byte) []byte {
	b = append(b, recordData, 3, 3)
	b = binary.BigEndian.AppendUint16(b, uint16(len(body)))
	t.buffer = append(b, body...)
	return t.buffer
}
