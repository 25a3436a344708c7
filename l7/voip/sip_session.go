//go:build !nfstream_no_voip

package voip

import (
	"bytes"
	"net/netip"
	"strconv"
	"time"
	"unsafe"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// sipSession reads who calls whom, and where the media of a call will be.
type sipSession struct {
	held [2][]byte // on TCP, by direction: the start of an incomplete message
	said bool      // From and To are known
	ends [2]bool   // the direction has described its media
}

func newSIPSession() l7.Session { return new(sipSession) }

// longestSIP bounds a message, with its body, that is kept.
const longestSIP = 8 << 10

// Read reads a datagram, or bytes of a connection.
func (s *sipSession) Read(c *l7.Ctx) l7.Verdict {
	if c.Begin && c.IPProtocol != 6 {
		s.message(c, c.Data)
	} else if held := &s.held[c.Dir&1]; len(*held)+len(c.Data) > longestSIP {
		return l7.Match
	} else {
		*held = append(*held, c.Data...)
		for {
			n := sipLength(*held)
			if n == 0 {
				break
			}
			s.message(c, (*held)[:n])
			*held = append((*held)[:0], (*held)[n:]...)
		}
	}
	if s.said && s.ends[0] && s.ends[1] {
		return l7.Match
	}
	return l7.More
}

// sipLength returns the length of the message at the start of b, or 0 if the message is incomplete. The length includes
// blank lines before the message (RFC 3261, section 7.5).
func sipLength(b []byte) int {
	const blank = "\r\n\r\n"
	lead := len(b) - len(bytes.TrimLeft(b, "\r\n"))
	head, _, ok := bytes.Cut(b[lead:], []byte(blank))
	if !ok {
		return 0
	}
	n := lead + len(head) + len(blank)
	length, err := strconv.ParseUint(string(sipField(head, "content-length", "l")), 10, 16)
	if err != nil {
		return n
	}
	if n += int(length); n > len(b) {
		return 0
	}
	return n
}

// message reads a message.
func (s *sipSession) message(c *l7.Ctx, b []byte) {
	head, body, _ := bytes.Cut(b, []byte("\r\n\r\n"))
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
	if bytes.HasPrefix(body, []byte("v=0")) {
		s.ends[c.Dir&1] = true
		expectMedia(c, body)
	}
}

// textOf returns a text, truncated to the length that is kept.
func textOf(b []byte) string {
	const longest = 256
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

// expectMedia expects the streams that a description has: RTP, and RTCP at the next port (RFC 8866, sections 5.7 and
// 5.14; RFC 3550, section 11).
func expectMedia(c *l7.Ctx, description []byte) {
	const most, lifetime = 8, time.Minute
	var session netip.Addr
	port, n := uint16(0), 0
	expect := func(addr netip.Addr) {
		if port != 0 && addr.IsValid() && n < most {
			n++
			for i, id := range [...]categories.ID{categories.RTP, categories.RTCP} {
				c.Expect(l7.Expectation{Addr: addr, Port: port + uint16(i), On: l7.UDP, Lifetime: lifetime,
					Classification: l7.Classification{Protocol: id}})
			}
		}
		port = 0
	}
	for len(description) > 0 {
		var line []byte
		line, description, _ = bytes.Cut(description, []byte{'\n'})
		line = bytes.TrimRight(line, "\r")
		switch {
		case bytes.HasPrefix(line, []byte("c=IN IP")) && len(line) > len("c=IN IP4 "):
			addr, _, _ := bytes.Cut(line[len("c=IN IP4 "):], []byte{'/'})
			a, _ := netip.ParseAddr(string(addr))
			if port == 0 {
				session = a
			}
			expect(a)
		case bytes.HasPrefix(line, []byte("m=")):
			expect(session)
			port = mediaPort(line[len("m="):])
		}
	}
	expect(session)
}

// mediaPort returns the port of a stream of RTP, else 0.
func mediaPort(media []byte) uint16 {
	fields := bytes.SplitN(media, []byte{' '}, 4)
	if len(fields) < 4 || !bytes.HasPrefix(fields[2], []byte("RTP/")) {
		return 0
	}
	port, err := strconv.ParseUint(string(fields[1]), 10, 16)
	if err != nil {
		return 0
	}
	return uint16(port)
}

// Close has nothing to add.
func (s *sipSession) Close(*l7.Ctx) {}

// Reset makes the session as good as new.
func (s *sipSession) Reset() { *s = sipSession{held: [2][]byte{s.held[0][:0], s.held[1][:0]}} }

// Holds returns the memory that the session uses, in bytes (l7.Holder).
func (s *sipSession) Holds() int { return int(unsafe.Sizeof(*s)) + cap(s.held[0]) + cap(s.held[1]) }
