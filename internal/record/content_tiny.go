//go:build tiny

package record

import "github.com/nfstream/nfstream-go/packet"

// Count does nothing: a tiny build does not look at content.
func (*Content) Count(*packet.Packet) {}

// CountForRisks does nothing either.
func (*Content) CountForRisks(*packet.Packet, bool) {}
