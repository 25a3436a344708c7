//go:build !nfstream_no_proxy

// Package proxy has the protocols by which a client or a proxy says whom a connection is for or from, before another
// protocol begins: SOCKS and the PROXY protocol. Whatever its parsers return borrows from the bytes that were read.
package proxy

import "github.com/nfstream/nfstream-go/l7"

// Protos returns the protocols of the family, unless it is compiled with the tag nfstream_no_proxy.
func Protos() []l7.Proto { return []l7.Proto{socks(), header()} }
