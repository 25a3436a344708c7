//go:build tiny

package column

// hintColumns are none in a tiny build.
func hintColumns(*Options) []Column { return nil }
