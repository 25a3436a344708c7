//go:build tiny

package l7

// judges says that a tiny build looks for no risks. What sessions do for them is not linked.
const judges = false
