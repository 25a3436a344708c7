//go:build !tiny

package cli

const tiny = false
