//go:build nfstream_no_mail

// Package mail has no protocols in a build with the tag nfstream_no_mail.
package mail

import "github.com/nfstream/nfstream-go/l7"

// Protos returns nil.
func Protos() []l7.Proto { return nil }
