package http

import "bytes"

// Event is what Reader.Next comes upon.
type Event uint8

// The events. The last three are final: Next returns them again whatever it is given.
const (
	More       Event = iota // all bytes have been taken
	IsRequest               // Reader.Request holds the head of a request
	IsResponse              // Reader.Response holds the head of a response
	Switched                // another protocol follows: after 101, CONNECT or Upgrade, or HTTP/2 from its preface on
	Malformed               // no message begins where one should, or a body in chunks is wrong
	TooLong                 // a head is beyond MaxLine or MaxHead
)

// Reader reads one direction of a connection: the heads of messages one after the other. It skips the bodies between
// them. A direction normally has only requests or only responses, but the Reader accepts both. The zero Reader is at
// the start of a connection. It buffers at most MaxHead bytes, and none while heads come whole.
type Reader struct {
	Request  Request  // valid after IsRequest, until the next call
	Response Response // valid after IsResponse, until the next call

	held  []byte // the start of an incomplete head
	done  bool   // the held head has been handed out
	line  int    // where in held the line at scan begins
	scan  int    // how much of held has been looked at
	maybe bool   // bytes that are not a message belong to another protocol
	final Event  // More: none yet
	turn  bool   // Switch was called while held was not empty
	body  body
}

// Next consumes further bytes of the direction, in order and split anywhere. It returns the first event in them and the
// bytes after it. Pass these to Next again. With More, rest is empty. With a final event, rest holds the unread bytes,
// borrowed from data or from the Reader.
func (r *Reader) Next(data []byte) (rest []byte, e Event) {
	if r.done {
		r.hold(nil)
	}
	if r.turn {
		r.turn = false
		return append(r.held, data...), r.final
	}
	for r.final == More {
		data = r.body.skip(data)
		if r.body.stage == bodyBad {
			r.final = Malformed
			break
		}
		if len(data) == 0 {
			return nil, More
		}
		if data, e = r.head(data); e != More {
			return data, e
		}
	}
	return data, r.final
}

// NoBody says that the response that Next returned last has no body, whatever its head says, as it answers HEAD
// (RFC 9112, section 6.3).
func (r *Reader) NoBody() { r.body = body{} }

// Switch says that what follows the last head is another protocol, as the other direction has agreed to CONNECT or
// Upgrade. It does nothing after a final event.
func (r *Reader) Switch() {
	if r.final == More {
		r.final, r.turn = Switched, len(r.held) > 0 && !r.done
	}
}

// keepBuffer is the largest buffer that Reset keeps.
const keepBuffer = 4 << 10

// Reset makes the Reader ready for a new connection. It keeps a buffer of usual size.
func (r *Reader) Reset() {
	held := r.held[:0]
	if cap(held) > keepBuffer {
		held = nil
	}
	*r = Reader{held: held}
}

// Finish looks at a head that the end of the connection, or of what was captured, has cut off, or that is TooLong. It
// returns IsRequest or IsResponse if the start line is there, with what the whole lines say, else More.
func (r *Reader) Finish() Event {
	if r.final != More && r.final != TooLong || r.done {
		return More
	}
	switch r.parse(r.held); {
	case len(r.held) == 0:
	case r.Request.Method != nil && !r.Request.isPreface():
		return IsRequest
	case r.Response.Status != 0:
		return IsResponse
	}
	return More
}

// hold sets the held bytes to b.
func (r *Reader) hold(b []byte) {
	r.held = append(r.held[:0], b...)
	r.done, r.line, r.scan = false, 0, 0
}

// head reads bytes of a head. It parses a complete head in data without a copy.
func (r *Reader) head(data []byte) (rest []byte, e Event) {
	if len(r.held) > 0 {
		return r.more(data)
	}
	data = skipEmpty(data)
	if len(data) == 0 {
		return nil, More
	}
	n, e := r.parse(data)
	switch {
	case e == More:
		r.hold(data)
		return nil, More
	case e >= Switched:
		return r.finish(data, e)
	}
	return data[n:], r.begin(e)
}

// more reads further bytes of the held head.
func (r *Reader) more(data []byte) (rest []byte, e Event) {
	before := len(r.held)
	take := min(len(data), MaxHead-before)
	r.held = append(r.held, data[:take]...)
	n, e := r.look()
	switch {
	case e == More:
		return data[take:], More
	case e >= Switched:
		return r.finish(append(r.held, data[take:]...), e)
	}
	r.done = true
	return data[n-before:], r.begin(e)
}

// look examines the new bytes of held, and returns their event and the length of the head.
func (r *Reader) look() (n int, e Event) {
	for {
		limit := min(r.line+MaxLine, MaxHead)
		end := bytes.IndexByte(r.held[r.scan:min(limit, len(r.held))], '\n')
		if end < 0 {
			return r.lookInLine(limit)
		}
		empty := len(trimCR(r.held[r.line:r.scan+end])) == 0
		first := r.line == 0
		r.scan += end + 1
		r.line = r.scan
		if first || empty {
			if n, e = r.parse(r.held[:r.scan]); e != More {
				return n, e
			}
		}
	}
}

// lookInLine is look for a line that is not whole, which is to end before limit.
func (r *Reader) lookInLine(limit int) (n int, e Event) {
	r.scan = min(limit, len(r.held))
	switch {
	case r.line == 0 && !MaybeRequest(r.held) && !MaybeResponse(r.held):
		return 0, Malformed
	case len(r.held) >= limit:
		return 0, TooLong
	}
	return 0, More
}

// parse parses the head that b begins with and returns its length.
func (r *Reader) parse(b []byte) (n int, e Event) {
	var err error
	r.Request.Method, r.Response.Status = nil, 0
	if MaybeResponse(b) {
		n, err = r.Response.Parse(b)
		e = IsResponse
	} else {
		n, err = r.Request.Parse(b)
		e = IsRequest
	}
	switch err {
	case nil:
	case ErrMore:
		return 0, More
	case ErrTooLong:
		return 0, TooLong
	default:
		return 0, Malformed
	}
	if e == IsRequest && r.Request.isPreface() {
		return 0, Switched
	}
	return n, e
}

// begin prepares for what follows a head.
func (r *Reader) begin(e Event) Event {
	if e == IsRequest {
		r.body = r.Request.body()
		r.maybe = r.Request.IsConnect() || r.Request.Upgrade != nil
		return e
	}
	if r.body = r.Response.body(); r.Response.Status == statusSwitching && r.Response.Version.Protocol == HTTP {
		r.final = Switched
	}
	return e
}

func (r *Reader) finish(rest []byte, e Event) ([]byte, Event) {
	switch {
	case e == Malformed && r.maybe:
		e = Switched
	case e == TooLong && len(r.held) == 0:
		r.hold(rest[:min(len(rest), MaxHead)])
	}
	r.final = e
	return rest, e
}
