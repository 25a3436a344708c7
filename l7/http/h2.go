package http

import (
	"encoding/binary"

	"golang.org/x/net/http2/hpack"
)

// Limits on HTTP/2. A field block beyond them is TooLong.
const (
	MaxH2Block  = 1 << 16 // bytes of a field block, compressed
	MaxH2String = 1 << 14 // bytes of a field's name or value
	MaxH2Table  = 1 << 16 // bytes of the table that a sender may have a receiver keep
)

// Frame types and flags that matter for field blocks (RFC 9113, section 6).
const (
	frameHeaders      = 1
	frameSettings     = 4
	framePushPromise  = 5
	frameContinuation = 9

	flagACK        = 0x1 // of SETTINGS
	flagEndStream  = 0x1
	flagEndHeaders = 0x4
	flagPadded     = 0x8
	flagPriority   = 0x20

	frameHeaderLength = 9
	settingLength     = 6
)

// H2Head is what the field block of a message of HTTP/2 says (RFC 9113, section 8). What it does not say is empty.
type H2Head struct {
	Stream    uint32
	EndStream bool // there is no body

	Method, Scheme, Authority, Path string // of a request
	Status                          int    // of a response

	UserAgent, ContentType, Referer, Server  string
	ForwardedFor, Authorization, Disposition string
	ContentLength                            int64 // 0: not said
}

// H2Reader reads one direction of an HTTP/2 connection in clear text from its start: the client's preface, if there is
// one, and the frames. The zero H2Reader is at the start of a connection. It buffers at most MaxH2Block bytes and a
// table of MaxH2Table.
type H2Reader struct {
	Head H2Head // valid after IsRequest and IsResponse, until the next call

	preface int // bytes of the preface seen
	header  [frameHeaderLength]byte
	have    int // bytes of header seen
	frame   h2Frame
	inFrame bool
	settled bool // the SETTINGS that come first have been seen

	block   []byte // field block
	begin   int    // where in block the frame's payload begins
	open    uint32 // the stream of the incomplete block, 0: none
	opener  h2Frame
	decoder *hpack.Decoder
	final   Event
}

type h2Frame struct {
	kind, flags byte
	stream      uint32
	left        int // bytes of payload to come
}

func (f *h2Frame) has(flag byte) bool { return f.flags&flag != 0 }

// holdsFields reports whether the frame is one of a field block.
func (f *h2Frame) holdsFields() bool {
	return f.kind == frameHeaders || f.kind == framePushPromise || f.kind == frameContinuation
}

// Next consumes further bytes of the direction, in order and split anywhere. It returns the first event in them and the
// bytes after it. Pass these to Next again. With More, rest is empty. Trailers cause no event.
func (r *H2Reader) Next(data []byte) (rest []byte, e Event) {
	for r.final == More && len(data) > 0 {
		switch {
		case r.preface < len(Preface) && (r.preface > 0 || !r.settled && r.have == 0 && data[0] == Preface[0]):
			data = r.readPreface(data)
		case !r.inFrame:
			n := copy(r.header[r.have:], data)
			r.have, data = r.have+n, data[n:]
			if r.have == frameHeaderLength {
				r.startFrame()
			}
		default:
			data = r.payload(data)
		}
		if r.inFrame && r.frame.left == 0 {
			if e = r.endFrame(); e != More {
				return data, e
			}
		}
	}
	return data, r.final
}

func (r *H2Reader) readPreface(data []byte) []byte {
	for len(data) > 0 && r.preface < len(Preface) {
		if data[0] != Preface[r.preface] {
			r.final = Malformed
			break
		}
		r.preface, data = r.preface+1, data[1:]
	}
	return data
}

// startFrame reads the frame header (RFC 9113, section 4.1).
func (r *H2Reader) startFrame() {
	h := r.header[:]
	r.frame = h2Frame{
		left:   int(h[0])<<16 | int(h[1])<<8 | int(h[2]),
		kind:   h[3],
		flags:  h[4],
		stream: binary.BigEndian.Uint32(h[5:]) &^ (1 << 31),
	}
	r.have, r.inFrame, r.begin = 0, true, len(r.block)
	f := &r.frame
	switch {
	case !r.settled && (f.kind != frameSettings || f.has(flagACK) || f.stream != 0 || f.left%settingLength != 0),
		f.holdsFields() && f.stream == 0,
		(f.kind == frameContinuation) != (r.open != 0),
		r.open != 0 && r.open != f.stream:
		r.final = Malformed
	case f.holdsFields() && len(r.block)+f.left > MaxH2Block:
		r.final = TooLong
	}
	r.settled = true
}

func (r *H2Reader) payload(data []byte) []byte {
	n := min(len(data), r.frame.left)
	if r.frame.holdsFields() {
		r.block = append(r.block, data[:n]...)
	}
	r.frame.left -= n
	return data[n:]
}

// endFrame evaluates a complete frame and returns its event.
func (r *H2Reader) endFrame() Event {
	r.inFrame = false
	if r.final != More || !r.frame.holdsFields() {
		return r.final
	}
	if r.frame.kind != frameContinuation {
		r.opener, r.open = r.frame, r.frame.stream
		if !r.unwrap() {
			r.final = Malformed
			return r.final
		}
	}
	if !r.frame.has(flagEndHeaders) {
		return More
	}
	r.open = 0
	return r.decode()
}

// unwrap takes away what is around the fragment in a frame (RFC 9113, sections 6.2 and 6.6).
func (r *H2Reader) unwrap() bool {
	b, pad, before := r.block[r.begin:], 0, 0
	if r.frame.has(flagPadded) {
		if len(b) == 0 {
			return false
		}
		pad, before = int(b[0]), 1
	}
	switch {
	case r.frame.kind == framePushPromise:
		before += 4
	case r.frame.has(flagPriority):
		before += 5
	}
	if before+pad > len(b) {
		return false
	}
	n := copy(b, b[before:len(b)-pad])
	r.block = r.block[:r.begin+n]
	return true
}
