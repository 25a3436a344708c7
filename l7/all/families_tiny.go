//go:build tiny

package all

import (
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/network"
)

// Heuristics returns nothing in a tiny build.
func Heuristics() []l7.Proto { return nil }

// families returns the part of the families that fits into a tiny build.
func families() []l7.Proto { return network.Essential() }
