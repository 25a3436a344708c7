//go:build tiny

package column

// contentColumns returns no column: a tiny build does not look at content.
func contentColumns() []Column { return nil }
