package workload

import "strconv"

// http is one request a round, and its answer with a header and an opaque body.
type http struct {
	// begun is set after the header of an answer.
	begun bool
	line  []byte
	// limit bounds an answer in bytes, where it is not 0.
	limit int
}

// site is the name of a server.
func site(c *conn) string {
	return [...]string{"www", "cdn", "api", "img", "mail", "static"}[c.host[server]%6] + "." +
		[...]string{"shop", "news", "video", "game", "bank", "cloud", "photo"}[c.host[server]%7] +
		strconv.Itoa(c.host[server]) + ".example"
}

func (h *http) ask(g *generator, c *conn, p *tcp) ([]byte, int) {
	h.begun = false
	b := append(h.line[:0], "GET /"...)
	b = append(b, [...]string{"index.html", "logo.png", "app.js", "style.css", "v1/items"}[g.below(5)]...)
	b = append(b, "?id="...)
	b = strconv.AppendInt(b, int64(g.below(1_000_000)), 10)
	b = append(b, " HTTP/1.1\r\nHost: "...)
	b = append(b, site(c)...)
	b = append(b, "\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/124.0 Safari/537.36\r\n"...)
	b = append(b, "Accept: */*\r\nAccept-Encoding: gzip, deflate\r\nConnection: keep-alive\r\n\r\n"...)
	h.line = b
	answer := 400 + g.answer()
	if h.limit > 0 {
		answer = min(answer, h.limit)
	}
	return b, answer
}

// answer draws the bytes of an answer: more often a short one, or else heavy-tailed, as the lengths of flows are.
func (g *generator) answer() int {
	if g.chance(650) {
		return g.between(60, 1100)
	}
	return g.tail(1500, 17)
}

func (h *http) more(g *generator, _ *conn, p *tcp, n int) []byte {
	if h.begun {
		return g.opaque(n)
	}
	h.begun = true
	b := append(h.line[:0], "HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Type: "...)
	b = append(b, [...]string{"text/html", "application/octet-stream", "application/json"}[g.below(3)]...)
	b = append(b, "\r\nConnection: keep-alive\r\nContent-Length: "...)
	b = strconv.AppendInt(b, int64(bodyOf(p.left, len(b)+len("\r\n\r\n"))), 10)
	b = append(b, "\r\n\r\n"...)
	h.line = append(b, g.opaque(n-len(b))...)
	return h.line
}

// bodyOf is the length of the body in an answer of n bytes. The header does not have its digits yet.
func bodyOf(all, header int) int {
	body := all - header - 1
	for header+len(strconv.Itoa(body))+body > all {
		body--
	}
	return body
}

func (h *http) think(g *generator, _ *tcp) int64 { return idle(g) }
