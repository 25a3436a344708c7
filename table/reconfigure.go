package table

import (
	"math"

	"github.com/nfstream/nfstream-go/internal/record"
)

// kind names a part of a record that is kept only if asked for.
type kind uint8

const (
	kindStats kind = iota
	kindCut
	kindExtra
	kindSYN
	kindGaps
	kindSigns
	kindContent
	kindFirst
	kindRTP
	kindSplit
	kinds
)

// Reconfigure replaces the configuration before the frame with the ordinal seq. Flows alive stay. Those that began before do
// not show the parts of their record that are kept from now on, because these miss packets. It keeps the Ignored parts of
// keys, the Layout and the hooks of plug-ins, Room, MaxEnded and the bounds of inspection. Protocols are as many as before;
// nil if they were nil. No other method may run meanwhile. Slabs that were taken before show the records as they were.
func (s *Shard) Reconfigure(c Config, seq uint64) {
	old := s.cfg
	judge := c.Hooks.Judge
	c.Hooks, c.Layout, c.Ignored, c.Room, c.MaxEnded = old.Hooks, old.Layout, old.Ignored, old.Room, old.MaxEnded
	c.Hooks.Judge = judge
	c.Limits.Memory, c.Limits.States = old.Limits.Memory, old.Limits.States
	if s.engine == nil {
		c.Protocols, c.First, c.RTP = nil, false, false
	} else {
		s.engine.Use(c.Protocols, c.Limits)
	}
	s.cfg = c
	s.slab.refit(c, old, seq)
	s.nextDue = math.MinInt64 // Expire finds out
}

// refit makes room for the parts that a configuration asks for, and drops the others.
func (s *Slab) refit(c, old Config, seq uint64) {
	own := c
	s.cfg = &own // slabs that were taken before keep the old one
	n := len(s.entries)
	sameBytes := c.Accounting == old.Accounting
	if s.hidden == nil {
		s.hidden = new([kinds]uint64)
	}
	hidden := *s.hidden
	note := func(k kind, added bool) {
		if added {
			hidden[k], s.late = seq, seq
		}
	}
	note(kindStats, fit(&s.stats, c.Statistics, true, n, 1))
	note(kindCut, fit(&s.cut, c.CutIntervals, true, n, 1))
	note(kindExtra, fit(&s.extra, c.Accounting.Extra(), sameBytes, n, 1))
	note(kindSYN, fit(&s.syns, c.SYN, true, n, 1))
	note(kindGaps, fit(&s.gaps, c.Gaps, true, n, 1))
	note(kindSigns, fit(&s.signs, c.Signs, true, n, 1))
	note(kindContent, fit(&s.content, c.Content != NoContent, c.Content == old.Content, n, 1))
	note(kindFirst, fit(&s.first, c.First, true, n, 1))
	note(kindRTP, fit(&s.rtp, c.RTP, true, n, 1))
	note(kindSplit, fit(&s.split, c.SPLT > 0, c.SPLT == old.SPLT && sameBytes, n, c.SPLT))
	if s.labels == nil {
		fit(&s.labels, c.Protocols != nil || c.Signs, true, n, 1)
	}
	s.hidden = &hidden
}

// fit keeps the chunks of a part, makes new ones, or drops them. Each of n chunks has size records a slot. It reports whether
// it made new ones.
func fit[T any](chunks *[][]T, wanted, same bool, n, size int) (added bool) {
	if wanted && same && (*chunks != nil || n == 0) {
		return false
	}
	*chunks = nil
	if !wanted {
		return false
	}
	for range n {
		*chunks = append(*chunks, make([]T, chunkSize*size))
	}
	return true
}

// hide takes from the view of a flow the parts that are kept only since a later packet than its first one.
func (s *Slab) hide(first uint64, r *record.Record) {
	late := func(k kind) bool { return first < s.hidden[k] }
	if late(kindStats) {
		r.Stats = nil
	}
	if late(kindCut) {
		r.Cut = nil
	}
	if late(kindExtra) {
		r.Accounted = nil
	}
	if late(kindSYN) {
		r.SYN = nil
	}
	if late(kindGaps) {
		r.Gaps = nil
	}
	if late(kindSigns) {
		r.Signs = nil
	}
	if late(kindContent) {
		r.Content = nil
	}
	if late(kindFirst) {
		r.Opening = nil
	}
	if late(kindRTP) {
		r.RTP = nil
	}
	if late(kindSplit) {
		r.SPLT = nil
	}
}
