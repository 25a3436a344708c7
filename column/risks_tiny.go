//go:build tiny

package column

// riskColumns returns no column: a tiny build looks for no risks.
func riskColumns() []Column { return nil }
