package l7

import "math"

// Limits of what is inspected of a flow beyond its Limits.TCP or Limits.UDP payloads, retransmissions included.
const (
	// MaxBeyond is how many bytes are inspected for a session that Awaits more: as much as the longest messages take.
	MaxBeyond = 384 << 10
	// MaxBeyondProbing is how many bytes are inspected for probes, in MaxBeyondPayloads payloads at most: while one wants
	// more, or both sides speak in lines of text, which may end with a command to go on in another protocol.
	MaxBeyondProbing  = 16 << 10
	MaxBeyondPayloads = 1 << 10
)

// Awaiter is a Session that may need payloads beyond the flow's limit. Other sessions end at the limit.
type Awaiter interface {
	// Awaits reports whether the session needs more of a direction: the rest of a message, or the answer to a message of
	// the other direction. A direction where it is false is never shown again, and the flow is decided once it is false in
	// both.
	Awaits(dir uint8) bool
}

// goBeyond decides a flow that has reached its limit of payloads, unless its session or a probe needs more.
func (e *Engine) goBeyond(f *Flow, s *state, payloads int) {
	s.beyond += int32(e.ctx.Packet.End - e.ctx.Packet.Payload)
	goesOn := false
	switch {
	case f.payloads == math.MaxUint16:
	case s.session != nil:
		goesOn = s.beyond < MaxBeyond && e.awaits(f, s)
	case e.ctx.stream:
		goesOn = s.beyond < MaxBeyondProbing && payloads < MaxBeyondPayloads && e.wantsMore(s)
	}
	if !goesOn {
		e.finish(f, s)
	}
}

// awaits reports whether the session awaits more in a direction, and notes in which it does not.
func (e *Engine) awaits(f *Flow, s *state) bool {
	session, ok := s.session.(Awaiter)
	if !ok {
		return false
	}
	for dir := range uint8(2) {
		if s.dirs[dir].cut || !session.Awaits(dir) {
			f.flags |= deaf << dir
		}
	}
	return f.Wants(0) || f.Wants(1)
}

// wantsMore reports whether a probe wants more of a message, or the last payload was text.
func (e *Engine) wantsMore(s *state) bool {
	return len(s.dirs[0].prefix)+len(s.dirs[1].prefix) > 0 || isText(e.ctx.Packet.TransportPayload())
}

// isText reports whether b starts like a line of text: with a byte of ASCII, and without control characters in any encoding.
func isText(b []byte) bool {
	const most = 24
	if len(b) == 0 || b[0] >= 0x7f {
		return false
	}
	for _, c := range b[:min(len(b), most)] {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' {
			return false
		}
	}
	return true
}
