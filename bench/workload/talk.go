package workload

// talk generates the payloads of both sides of a TCP connection. Payloads are read-only and valid until the next one.
type talk interface {
	// ask returns a request of one segment, and the bytes of its answer, at least 1.
	ask(g *generator, c *conn, p *tcp) (payload []byte, answer int)
	// more returns the next n bytes of the answer; p.left bytes remain.
	more(g *generator, c *conn, p *tcp, n int) []byte
	// think is the time from an answer to the next request, in nanoseconds.
	think(g *generator, p *tcp) int64
}

// idle is the usual time between two requests: mostly short, and now and then longer than a flow may be idle.
func idle(g *generator) int64 {
	if g.chance(15) {
		return 31*s + g.spread(15*s)
	}
	return 5*ms + g.spread(400*ms)
}

// raw is a protocol nobody knows.
type raw struct {
	// bytes of each answer.
	bytes int
}

func (r raw) ask(g *generator, _ *conn, _ *tcp) ([]byte, int) {
	return g.opaque(g.between(20, 400)), r.bytes
}

func (raw) more(g *generator, _ *conn, _ *tcp, n int) []byte { return g.opaque(n) }

func (raw) think(g *generator, _ *tcp) int64 { return idle(g) }

// ssh is a banner of each side, and short packets after that.
type ssh struct{}

func (ssh) ask(g *generator, _ *conn, p *tcp) ([]byte, int) {
	if p.round == 0 {
		return []byte("SSH-2.0-OpenSSH_9.6\r\n"), len(sshServer)
	}
	return g.opaque(36 + 16*g.below(6)), 36 + 16*g.below(20)
}

const sshServer = "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"

func (ssh) more(g *generator, _ *conn, p *tcp, n int) []byte {
	if p.round == 0 {
		return []byte(sshServer)[len(sshServer)-p.left:][:n]
	}
	return g.opaque(n)
}

func (ssh) think(g *generator, _ *tcp) int64 { return 20*ms + g.spread(300*ms) }
