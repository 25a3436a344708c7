package nfstream

import "context"

// AwaitInput waits for the begin of standard input or of a pipe, where that is the first of the sources, so that one that
// is empty or no capture is known before anything is made of its flows. The error is that which the run would end with;
// there is none where further sources follow. What else can be known of sources, Open has said.
func (s *Streamer) AwaitInput(ctx context.Context) error {
	if b, ok := s.input.(interface{ Begin(context.Context) error }); ok {
		return b.Begin(ctx)
	}
	return nil
}
