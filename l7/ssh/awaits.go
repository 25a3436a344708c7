package ssh

// Awaits reports whether the banner or the algorithms of a side are still to come (l7.Awaiter).
func (s *session) Awaits(dir uint8) bool { return !s.over[dir] }
