//go:build tiny

package nfstream

// A tiny build has no pseudonyms.

func (s *Streamer) anonymize() error {
	if len(s.cfg.Anonymize) > 0 || s.cfg.AnonymizePrefix || len(s.cfg.AnonymizeKey) > 0 {
		return s.cfg.refuseTiny("Anonymize")
	}
	return nil
}
