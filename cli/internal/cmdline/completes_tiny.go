//go:build tiny

package cmdline

// completes reports that this build has no completion.
const completes = false
