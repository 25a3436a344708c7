//go:build tiny

package cmdline

// completes says that there is none.
const completes = false
