//go:build nfstream_no_chat

// Package chat has no protocols, as it is compiled with the tag nfstream_no_chat.
package chat

import "github.com/nfstream/nfstream-go/l7"

// Protos returns nil.
func Protos() []l7.Proto { return nil }
