//go:build !nfstream_no_voip

package voip

import (
	"bytes"
	"strconv"
	"unsafe"

	"github.com/nfstream/nfstream-go/l7"
)

// sipSession reads who calls whom, how it goes, and where the media of a call will be.
type sipSession struct {
	dirs [2]sipDirection
	said bool    // From and To are known
	ends [2]bool // the direction has described its media
	done bool    // a response is final
}

// sipDirection is what comes of a message in one direction of a connection.
type sipDirection struct {
	held []byte // its start
	body int    // where its body begins, if its head was read
	size int    // of it with its body, if its head was read
	skip int    // bytes to skip
}

func newSIPSession() l7.Session { return new(sipSession) }

// longestSIP bounds how much of a message, with its body, is kept.
const longestSIP = 8 << 10

// Read reads a datagram, or bytes of a connection.
func (s *sipSession) Read(c *l7.Ctx) l7.Verdict {
	if c.Begin && c.IPProtocol != 6 {
		head, body, _ := bytes.Cut(c.Data, []byte(blankSIP))
		s.head(c, head)
		s.body(c, body)
	} else if !s.stream(c, &s.dirs[c.Dir&1]) {
		return l7.Match
	}
	if s.said && s.ends[0] && s.ends[1] && s.done {
		return l7.Match
	}
	return l7.More
}

// stream reads the next bytes of a connection. It reports whether there may be more to read.
func (s *sipSession) stream(c *l7.Ctx, d *sipDirection) bool {
	for b := c.Data; len(b) > 0; {
		n := min(d.skip, len(b))
		d.skip, b = d.skip-n, b[n:]
		n = min(longestSIP-len(d.held), len(b))
		d.held, b = append(d.held, b[:n]...), b[n:]
		for s.consume(c, d) {
		}
		if len(d.held) == longestSIP {
			return false // a head without an end
		}
	}
	return true
}

// consume reads the head of a message as soon as it is complete, and the message when its body is, or when no more of it is
// kept. It reports whether another message may follow.
func (s *sipSession) consume(c *l7.Ctx, d *sipDirection) bool {
	if d.size == 0 {
		if d.body = sipBody(d.held); d.body == 0 {
			return false
		}
		head := d.held[:d.body-len(blankSIP)]
		d.size = d.body + contentLength(head)
		s.head(c, bytes.TrimLeft(head, "\r\n"))
	}
	n := min(d.size, longestSIP)
	if len(d.held) < n {
		return false
	}
	s.body(c, d.held[d.body:n])
	d.skip = d.size - n
	d.held = append(d.held[:0], d.held[n:]...)
	d.size = 0
	return d.skip == 0
}

// blankSIP is between the head of a message and its body.
const blankSIP = "\r\n\r\n"

// sipBody returns where the body of the message at the start of b begins, or 0 if its head is incomplete. Blank lines may
// precede the message (RFC 3261, section 7.5).
func sipBody(b []byte) int {
	lead := len(b) - len(bytes.TrimLeft(b, "\r\n"))
	if n := bytes.Index(b[lead:], []byte(blankSIP)); n >= 0 {
		return lead + n + len(blankSIP)
	}
	return 0
}

// contentLength returns the length of the body that a head announces, 0 without one.
func contentLength(head []byte) int {
	const bits = 24
	n, err := strconv.ParseUint(string(sipField(head, "content-length", "l")), 10, bits)
	if err != nil {
		return 0
	}
	return int(n)
}

// head reads the head of a message.
func (s *sipSession) head(c *l7.Ctx, head []byte) {
	if !s.said {
		from, to := sipField(head, "from", "f"), sipField(head, "to", "t")
		if len(from) > 0 || len(to) > 0 {
			s.said = true
			r := l7.Record[SIP](c)
			r.From, r.To, r.CallID = textOf(from), textOf(to), textOf(sipField(head, "call-id", "i"))
		}
	}
	if agent := sipField(head, "user-agent", "server"); len(agent) > 0 {
		if r := l7.Record[SIP](c); r.UserAgent == "" {
			r.UserAgent = textOf(agent)
		}
	}
	s.start(c, head)
}

// start reads the first line of a message: the first request has the method, and the last response to it the status.
func (s *sipSession) start(c *l7.Ctx, head []byte) {
	const final = 200
	line, _, _ := bytes.Cut(head, []byte{'\n'})
	line = bytes.TrimSpace(line)
	word, rest, _ := bytes.Cut(line, []byte{' '})
	status := int64(0)
	if bytes.HasPrefix(word, []byte("SIP/")) {
		code, _, _ := bytes.Cut(rest, []byte{' '})
		status, _ = strconv.ParseInt(string(bytes.TrimSpace(code)), 10, 16)
		_, word, _ = bytes.Cut(sipField(head, "cseq", "cseq"), []byte{' '})
		word = bytes.TrimSpace(word)
	}
	if len(word) == 0 || !bytes.HasSuffix(line, []byte(" SIP/2.0")) && status == 0 {
		return
	}
	r := l7.Record[SIP](c)
	if r.Method == "" {
		r.Method = textOf(word)
	}
	if status > 0 && r.Method == string(word) {
		r.Status = uint16(status)
		s.done = status >= final
	}
}

// body reads the body of a message.
func (s *sipSession) body(c *l7.Ctx, body []byte) {
	if bytes.HasPrefix(body, []byte("v=0")) {
		s.ends[c.Dir&1] = true
		readMedia(c, body)
	}
}

// textOf returns a text, truncated to the length that is kept. A zero, which no text has, ends it.
func textOf(b []byte) string {
	const longest = 256
	b, _, _ = bytes.Cut(b, []byte{0})
	return string(b[:min(len(b), longest)])
}

// sipField returns the value of the first field that is called name or other. A field name may have a compact form
// (RFC 3261, section 7.3.3).
func sipField(head []byte, name, other string) []byte {
	for len(head) > 0 {
		var line []byte
		line, head, _ = bytes.Cut(head, []byte{'\n'})
		key, value, ok := bytes.Cut(line, []byte{':'})
		key = bytes.TrimRight(key, " \t")
		if ok && (isName(key, name) || isName(key, other)) {
			return bytes.TrimSpace(value)
		}
	}
	return nil
}

func isName(key []byte, name string) bool {
	return len(key) == len(name) && bytes.EqualFold(key, []byte(name))
}

// Close has nothing to add.
func (s *sipSession) Close(*l7.Ctx) {}

// Reset makes the session as good as new.
func (s *sipSession) Reset() {
	*s = sipSession{dirs: [2]sipDirection{{held: s.dirs[0].held[:0]}, {held: s.dirs[1].held[:0]}}}
}

// Holds returns the memory that the session uses, in bytes (l7.Holder).
func (s *sipSession) Holds() int {
	return int(unsafe.Sizeof(*s)) + cap(s.dirs[0].held) + cap(s.dirs[1].held)
}
