package table

import (
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/l7"
)

// Slots are numbered from 1, so that 0 can stand for none.
const (
	chunkBits = 9
	chunkSize = 1 << chunkBits
	chunkMask = chunkSize - 1
)

// Slab stores the parts of flow records by slot, in chunks that never move. A copy of a Slab shows the slots that
// existed when it was made, to another goroutine too, as long as the shard does not release them.
type Slab struct {
	cores   [][]flow.Core
	stats   [][]flow.Stats
	cut     [][]flow.CutIntervals
	extra   [][]flow.Accounted
	syns    [][]flow.SYN
	split   [][]flow.Split
	nums    [][]uint64
	refs    [][]any
	labels  [][]*l7.Labels
	cfg     *Config
	created uint32 // slots that chunks have room for
}

// View points f at the record of a slot.
func (s *Slab) View(slot uint32, f *flow.Flow) {
	i := slot - 1
	chunk, at := i>>chunkBits, int(i&chunkMask)
	*f = flow.Flow{Core: &s.cores[chunk][at]}
	if s.stats != nil {
		f.Stats = &s.stats[chunk][at]
	}
	if s.cut != nil {
		f.Cut = &s.cut[chunk][at]
	}
	if s.extra != nil {
		f.Accounted = &s.extra[chunk][at]
	}
	if s.syns != nil {
		f.SYN = &s.syns[chunk][at]
	}
	if n := s.cfg.SPLT; n > 0 {
		f.SPLT = s.split[chunk][at*n : at*n+n : at*n+n]
	}
	if s.labels != nil {
		f.Labels = s.labels[chunk][at]
	}
	f.Values = s.values(chunk, at)
}

func (s *Slab) values(chunk uint32, at int) flow.Values {
	var nums []uint64
	var refs []any
	if n := s.cfg.Layout.Nums; n > 0 {
		nums = s.nums[chunk][at*n : at*n+n : at*n+n]
	}
	if n := s.cfg.Layout.Refs; n > 0 {
		refs = s.refs[chunk][at*n : at*n+n : at*n+n]
	}
	return flow.NewValues(nums, refs)
}

// Core returns the core of a slot.
func (s *Slab) Core(slot uint32) *flow.Core {
	i := slot - 1
	return &s.cores[i>>chunkBits][i&chunkMask]
}

// grow adds a chunk of slots.
func (s *Slab) grow() {
	s.cores = append(s.cores, make([]flow.Core, chunkSize))
	if s.cfg.Statistics {
		s.stats = append(s.stats, make([]flow.Stats, chunkSize))
	}
	if s.cfg.CutIntervals {
		s.cut = append(s.cut, make([]flow.CutIntervals, chunkSize))
	}
	if s.cfg.Accounting.Extra() {
		s.extra = append(s.extra, make([]flow.Accounted, chunkSize))
	}
	if s.cfg.SYN {
		s.syns = append(s.syns, make([]flow.SYN, chunkSize))
	}
	if n := s.cfg.SPLT; n > 0 {
		s.split = append(s.split, make([]flow.Split, chunkSize*n))
	}
	if n := s.cfg.Layout.Nums; n > 0 {
		s.nums = append(s.nums, make([]uint64, chunkSize*n))
	}
	if n := s.cfg.Layout.Refs; n > 0 {
		s.refs = append(s.refs, make([]any, chunkSize*n))
	}
	if s.cfg.Protocols != nil {
		s.labels = append(s.labels, make([]*l7.Labels, chunkSize))
	}
	s.created += chunkSize
}

// clear makes the parts of a slot beside its core those of a flow without packets.
func (s *Slab) clear(slot uint32) {
	i := slot - 1
	chunk, at := i>>chunkBits, int(i&chunkMask)
	if s.stats != nil {
		s.stats[chunk][at] = flow.Stats{}
	}
	if s.cut != nil {
		s.cut[chunk][at] = flow.CutIntervals{}
	}
	if s.extra != nil {
		s.extra[chunk][at] = flow.Accounted{}
	}
	if s.syns != nil {
		s.syns[chunk][at] = flow.SYN{}
	}
	if n := s.cfg.SPLT; n > 0 {
		clear(s.split[chunk][at*n : at*n+n])
	}
	if n := s.cfg.Layout.Nums; n > 0 {
		clear(s.nums[chunk][at*n : at*n+n])
	}
	if n := s.cfg.Layout.Refs; n > 0 {
		clear(s.refs[chunk][at*n : at*n+n])
	}
	if s.labels != nil {
		s.labels[chunk][at] = nil
	}
}

// label returns where the labels of a slot are kept.
func (s *Slab) label(slot uint32) **l7.Labels {
	i := slot - 1
	return &s.labels[i>>chunkBits][i&chunkMask]
}
