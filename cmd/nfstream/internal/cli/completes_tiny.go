//go:build tiny

package cli

// completes says that there is none.
const completes = false
