package http

import (
	"unicode/utf8"

	"github.com/nfstream/nfstream-go/l7"
)

const (
	wsText     = 0x81 // a whole message of text (RFC 6455, section 5.2)
	wsMasked   = 0x80
	wsLong     = 126 // the length is in the next two bytes
	wsMask     = 4
	minWSText  = 8    // bytes of text that are enough for a match
	mostWSText = 4096 // bytes of text that are looked at
)

// probeWebSocket recognises a connection that was captured from its middle, by a text message that fills the data,
// masked or not. A connection that was captured from its start is HTTP.
func probeWebSocket(c *l7.Ctx) l7.Verdict {
	if c.Begin {
		return l7.Reject
	}
	at, size, masked, v := wsHeader(c.Data)
	if v != l7.Match {
		return v
	}
	text := c.Data[at:]
	var mask [wsMask]byte
	if masked {
		if len(text) < wsMask {
			return l7.More
		}
		copy(mask[:], text)
		text = text[wsMask:]
	}
	switch {
	case len(text) > size || !isWSText(text, mask, len(text) < size):
		return l7.Reject
	case len(text) < size:
		return l7.More
	}
	return l7.Match
}

// wsHeader returns where the header ends, but for the mask, and the length of the text.
func wsHeader(b []byte) (at, size int, masked bool, v l7.Verdict) {
	if len(b) < 2 {
		return 0, 0, false, l7.More
	}
	at, size = 2, int(b[1]&^wsMasked)
	if size == wsLong {
		if len(b) < 4 {
			return 0, 0, false, l7.More
		}
		at, size = 4, int(b[2])<<8|int(b[3])
		if size < wsLong {
			return 0, 0, false, l7.Reject
		}
	}
	if b[0] != wsText || size < minWSText || size > mostWSText || size > wsLong && at == 2 {
		return 0, 0, false, l7.Reject
	}
	return at, size, b[1]&wsMasked != 0, l7.Match
}

// isWSText reports whether b, unmasked, is text in UTF-8 without control characters. The last character may be
// incomplete in a part.
func isWSText(b []byte, mask [wsMask]byte, part bool) bool {
	var char [utf8.UTFMax]byte
	have := 0
	for i, c := range b {
		char[have] = c ^ mask[i%wsMask]
		have++
		if !utf8.FullRune(char[:have]) {
			continue
		}
		r, size := utf8.DecodeRune(char[:have])
		if r == utf8.RuneError || size != have || r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f {
			return false
		}
		have = 0
	}
	return have == 0 || part
}
