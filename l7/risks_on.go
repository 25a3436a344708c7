//go:build !tiny

package l7

// judges says that sessions can look for risks.
const judges = true
