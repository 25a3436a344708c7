//go:build tiny

package cli

// A tiny build does not know the names of other tools.
var elsewhere, pythonNames map[string]string
