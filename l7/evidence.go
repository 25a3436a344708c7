package l7

// MatchIf returns Match if a probe found what it looks for, otherwise Reject.
func MatchIf(found bool) Verdict {
	if found {
		return Match
	}
	return Reject
}

// AtLeast returns More in place of Match until data has n bytes.
func AtLeast(data []byte, n int, v Verdict) Verdict {
	if v == Match && len(data) < n {
		return More
	}
	return v
}
