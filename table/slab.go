package table

import (
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/record"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/label"
	"github.com/nfstream/nfstream-go/l7/metadata"
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
	entries [][]entry
	stats   [][]record.Stats
	cut     [][]record.CutIntervals
	extra   [][]record.Accounted
	syns    [][]record.SYN
	gaps    [][]record.Gaps
	signs   [][]record.Signs
	content [][]record.Content
	first   [][]label.Label
	rtp     [][]*record.RTP
	split   [][]record.Split
	nums    [][]uint64
	refs    [][]any
	labels  [][]*metadata.Set
	cfg     *Config
	created uint32         // slots that chunks have room for
	late    uint64         // flows that began before this frame may lack parts of their record
	hidden  *[kinds]uint64 // the frame since which a part is kept, 0 for the first; see Reconfigure
}

// entry is the core of a flow, its neighbours in the shard's lists, and the state of its inspection: what each packet may
// write.
type entry struct {
	record.Core
	links [lists]link
	app   l7.Flow
}

// link names a flow's neighbours in a list by their slots, 0 for none.
type link struct{ later, earlier uint32 }

// View points f at the record of a slot.
func (s *Slab) View(slot uint32, f *flow.Flow) {
	i := slot - 1
	chunk, at := i>>chunkBits, int(i&chunkMask)
	nums, refs := s.values(chunk, at)
	r := &s.entries[chunk][at]
	f.Show(&r.Core, r.app.Label(), s.labelsOf(chunk, at), nums, refs)
	shown := f.Record(record.Access{})
	if s.stats != nil {
		shown.Stats = &s.stats[chunk][at]
	}
	if s.cut != nil {
		shown.Cut = &s.cut[chunk][at]
	}
	if s.extra != nil {
		shown.Accounted = &s.extra[chunk][at]
	}
	if s.syns != nil {
		shown.SYN = &s.syns[chunk][at]
	}
	if s.gaps != nil {
		shown.Gaps = &s.gaps[chunk][at]
	}
	if s.signs != nil {
		shown.Signs = &s.signs[chunk][at]
	}
	if s.content != nil {
		shown.Content = &s.content[chunk][at]
	}
	if s.first != nil {
		shown.Opening = &s.first[chunk][at]
	}
	if s.rtp != nil {
		shown.RTP = s.rtp[chunk][at]
	}
	if n := s.cfg.SPLT; n > 0 {
		shown.SPLT = s.split[chunk][at*n : at*n+n : at*n+n]
	}
	if r.FirstSeq < s.late {
		s.hide(r.FirstSeq, shown)
	}
}

func (s *Slab) labelsOf(chunk uint32, at int) *metadata.Set {
	if s.labels == nil {
		return nil
	}
	return s.labels[chunk][at]
}

func (s *Slab) values(chunk uint32, at int) (nums []uint64, refs []any) {
	if n := s.cfg.Layout.Nums; n > 0 {
		nums = s.nums[chunk][at*n : at*n+n : at*n+n]
	}
	if n := s.cfg.Layout.Refs; n > 0 {
		refs = s.refs[chunk][at*n : at*n+n : at*n+n]
	}
	return nums, refs
}

// Core returns the core of a slot.
func (s *Slab) Core(slot uint32) *record.Core {
	return &s.entry(slot).Core
}

// App returns the state of inspection of a slot.
func (s *Slab) App(slot uint32) *l7.Flow { return &s.entry(slot).app }

// Signed reports whether there are signs.
func (s *Slab) Signed() bool { return s.signs != nil }

// Signs returns the signs of a slot. They are there if Config.Signs is set.
func (s *Slab) Signs(slot uint32) *record.Signs {
	i := slot - 1
	return &s.signs[i>>chunkBits][i&chunkMask]
}

func (s *Slab) entry(slot uint32) *entry {
	i := slot - 1
	return &s.entries[i>>chunkBits][i&chunkMask]
}

// links returns a slot's neighbours in the lists.
func (s *Slab) links(slot uint32) *[lists]link {
	return &s.entry(slot).links
}

// grow adds a chunk of slots.
func (s *Slab) grow() {
	s.entries = append(s.entries, make([]entry, chunkSize))
	if s.cfg.Statistics {
		s.stats = append(s.stats, make([]record.Stats, chunkSize))
	}
	if s.cfg.CutIntervals {
		s.cut = append(s.cut, make([]record.CutIntervals, chunkSize))
	}
	if s.cfg.Accounting.Extra() {
		s.extra = append(s.extra, make([]record.Accounted, chunkSize))
	}
	if s.cfg.SYN {
		s.syns = append(s.syns, make([]record.SYN, chunkSize))
	}
	if s.cfg.Gaps {
		s.gaps = append(s.gaps, make([]record.Gaps, chunkSize))
	}
	if s.cfg.Signs {
		s.signs = append(s.signs, make([]record.Signs, chunkSize))
	}
	if s.cfg.Content != NoContent {
		s.content = append(s.content, make([]record.Content, chunkSize))
	}
	if s.cfg.First {
		s.first = append(s.first, make([]label.Label, chunkSize))
	}
	if s.cfg.RTP {
		s.rtp = append(s.rtp, make([]*record.RTP, chunkSize))
	}
	if n := s.cfg.SPLT; n > 0 {
		s.split = append(s.split, make([]record.Split, chunkSize*n))
	}
	if n := s.cfg.Layout.Nums; n > 0 {
		s.nums = append(s.nums, make([]uint64, chunkSize*n))
	}
	if n := s.cfg.Layout.Refs; n > 0 {
		s.refs = append(s.refs, make([]any, chunkSize*n))
	}
	if s.cfg.Protocols != nil || s.cfg.Signs {
		s.labels = append(s.labels, make([]*metadata.Set, chunkSize))
	}
	s.created += chunkSize
}

// clear makes the parts of a slot beside its core those of a flow without packets.
func (s *Slab) clear(slot uint32) {
	i := slot - 1
	chunk, at := i>>chunkBits, int(i&chunkMask)
	if s.stats != nil {
		s.stats[chunk][at] = record.Stats{}
	}
	if s.cut != nil {
		s.cut[chunk][at] = record.CutIntervals{}
	}
	if s.extra != nil {
		s.extra[chunk][at] = record.Accounted{}
	}
	if s.syns != nil {
		s.syns[chunk][at] = record.SYN{}
	}
	if s.gaps != nil {
		s.gaps[chunk][at] = record.Gaps{}
	}
	if s.signs != nil {
		s.signs[chunk][at] = record.Signs{}
	}
	if s.content != nil {
		s.content[chunk][at] = record.Content{}
	}
	if s.first != nil {
		s.first[chunk][at] = label.Label{}
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

// label returns a pointer to the labels of a slot.
func (s *Slab) label(slot uint32) **metadata.Set {
	i := slot - 1
	return &s.labels[i>>chunkBits][i&chunkMask]
}
