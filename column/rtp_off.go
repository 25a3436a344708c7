//go:build tiny

package column

// rtpColumns returns none: a tiny build does not recognise RTP.
func rtpColumns() []Column { return nil }
