package http

// body skips the body of a message (RFC 9112, sections 6.3 and 7.1). The zero body is none.
type body struct {
	stage  bodyStage
	left   int64 // bytes of the body or chunk to come
	digits int   // of a chunk's size
	line   int   // bytes of a line, in the trailer without CR
	lines  int   // bytes of the trailer
}

type bodyStage uint8

const (
	bodyNone bodyStage = iota
	bodyCounted
	bodyUntilClose
	bodyBad
	chunkSize
	chunkExtension
	chunkData
	chunkEnd
	chunkTrailer
)

// body returns the body that the request has.
func (r *Request) body() body {
	if r.Version.Protocol == HTTP && r.Coded {
		return r.coded()
	}
	return r.counted()
}

// body returns the body that the response has unless it answers HEAD or CONNECT.
func (r *Response) body() body {
	switch {
	case r.Version.Protocol == SIP: // even of interim ones (RFC 3261, section 20.14)
		return r.counted()
	case r.Status < 200 || r.Status == 204 || r.Status == 304:
		return body{}
	case r.Version.Protocol == HTTP && r.Coded:
		return r.coded()
	case r.Version.Protocol == HTTP && r.ContentLength < 0:
		return body{stage: bodyUntilClose}
	}
	return r.counted()
}

func (f *Framing) coded() body {
	if f.Chunked {
		return body{stage: chunkSize}
	}
	return body{stage: bodyUntilClose}
}

func (f *Framing) counted() body {
	if f.ContentLength <= 0 {
		return body{}
	}
	return body{stage: bodyCounted, left: f.ContentLength}
}

// skip returns the part of data after the body's bytes. For a bad body it begins with the invalid byte.
func (b *body) skip(data []byte) []byte {
	for len(data) > 0 {
		switch b.stage {
		case bodyNone, bodyBad:
			return data
		case bodyUntilClose:
			return nil
		case bodyCounted, chunkData:
			n := min(b.left, int64(len(data)))
			data = data[n:]
			if b.left -= n; b.left == 0 {
				b.ended()
			}
		default:
			if !b.framing(data[0]) {
				b.stage = bodyBad
				return data
			}
			data = data[1:]
		}
	}
	return data
}

func (b *body) ended() {
	if b.stage == chunkData {
		b.stage = chunkEnd
	} else {
		b.stage = bodyNone
	}
}

// framing reads a byte between the chunks, and returns false if it is invalid.
func (b *body) framing(c byte) bool {
	switch b.stage {
	case chunkSize:
		return b.size(c)
	case chunkExtension:
		b.line++
		return c != '\n' && b.line < MaxLine || c == '\n' && b.sized()
	case chunkEnd:
		if c == '\n' {
			*b = body{stage: chunkSize}
		}
		return c == '\n' || c == '\r'
	}
	return b.trailer(c)
}

// size reads one byte of a chunk's size, which has at most 15 digits.
func (b *body) size(c byte) bool {
	digit := int64(0)
	switch {
	case isDigit(c):
		digit = int64(c - '0')
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		digit = int64(c|0x20-'a') + 10
	case b.digits == 0:
		return false
	case c == '\n':
		return b.sized()
	default:
		b.stage = chunkExtension
		return c == ';' || isSpace(c)
	}
	b.digits++
	b.left = b.left<<4 | digit
	return b.digits < 16
}

func (b *body) sized() bool {
	b.stage, b.line = chunkData, 0
	if b.left == 0 {
		b.stage = chunkTrailer
	}
	return true
}

func (b *body) trailer(c byte) bool {
	b.lines++
	switch {
	case c == '\n' && b.line == 0:
		*b = body{}
	case c == '\n':
		b.line = 0
	case c != '\r':
		b.line++
	}
	return b.lines < MaxHead
}
