//go:build !nfstream_no_vendor

// Package vendor recognises protocols that one vendor or project uses for its own products, and that belong to no other
// family.
package vendor

import "github.com/nfstream/nfstream-go/l7"

// Protos returns the protocols of the family.
func Protos() []l7.Proto {
	return []l7.Proto{
		nestLogSink(), meraki(), citrix(), dropbox(), ookla(), avast(), tivo(), tivoStream(), bjnp(), notes(), eaq(), aliCloud(),
		samsungSDP(), vmware(),
	}
}

// matchIf returns Match if a probe found what it looks for.
func matchIf(found bool) l7.Verdict {
	if found {
		return l7.Match
	}
	return l7.Reject
}

// atLeast turns a Match into More until there are n bytes.
func atLeast(b []byte, n int, v l7.Verdict) l7.Verdict {
	if v == l7.Match && len(b) < n {
		return l7.More
	}
	return v
}
