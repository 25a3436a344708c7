//go:build !tiny

package cmdline

// completes reports that this build has completion.
const completes = true
