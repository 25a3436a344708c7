//go:build !tiny

package cmdline

// completes says that there is completion.
const completes = true
