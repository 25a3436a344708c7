//go:build tiny

package quic

import "github.com/nfstream/nfstream-go/l7/metadata"

// A tiny build does not show transport parameters.

func (m *Metadata) describe(Parameters) {}

func moreColumns() []*metadata.Column { return nil }
