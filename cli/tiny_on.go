//go:build tiny

package cli

const tiny = true // see docs/embedded.md
