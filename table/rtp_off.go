//go:build tiny

package table

import "github.com/nfstream/nfstream-go/packet"

// followRTP measures nothing in a tiny build, which has no columns of RTP.
func (s *Shard) followRTP(uint32, *entry, *packet.Packet) {}

func (s *Shard) dropRTP(uint32) {}
