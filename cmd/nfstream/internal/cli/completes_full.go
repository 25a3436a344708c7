//go:build !tiny

package cli

// completes says that there is completion.
const completes = true
