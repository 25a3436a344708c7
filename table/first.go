package table

import "github.com/nfstream/nfstream-go/l7/label"

// firstOf returns where what the first packet of a flow says is kept. It is asked for.
func (s *Slab) firstOf(slot uint32) *label.Label {
	i := slot - 1
	return &s.first[i>>chunkBits][i&chunkMask]
}
