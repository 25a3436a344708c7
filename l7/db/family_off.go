//go:build nfstream_no_db

// Package db has no protocols in a build with the tag nfstream_no_db.
package db

import "github.com/nfstream/nfstream-go/l7"

// Protos returns nil.
func Protos() []l7.Proto { return nil }
