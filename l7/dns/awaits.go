package dns

// Awaits reports whether a message has begun, or the answer to the latest question is to come (l7.Awaiter).
func (s *streamSession) Awaits(uint8) bool {
	return s.unanswered || s.streams[0].inMessage() || s.streams[1].inMessage()
}

func (s *Stream) inMessage() bool { return len(s.held) > 0 && !s.done }
