package l7

// Magic compares the first bytes of data with those that a protocol prescribes: Match if all are there, More if data is
// shorter and agrees so far, otherwise Reject.
func Magic(data []byte, magic string) Verdict {
	n := min(len(data), len(magic))
	switch {
	case string(data[:n]) != magic[:n]:
		return Reject
	case n < len(magic):
		return More
	}
	return Match
}
