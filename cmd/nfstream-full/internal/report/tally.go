package report

import (
	"cmp"
	"slices"
)

// measure is what is counted of flows.
type measure struct{ Bytes, Packets, Flows uint64 }

func (m *measure) add(n measure) {
	m.Bytes += n.Bytes
	m.Packets += n.Packets
	m.Flows += n.Flows
}

// tally counts flows by key within bounded memory. Above the bound the half of the keys with fewest bytes is dropped.
// A dropped key that comes again counts from zero, so that figures of keys near the bound may be too low.
type tally struct {
	most    int // keys
	counts  map[string]*measure
	total   measure // of flows with a key, each once
	dropped uint64  // keys
}

func newTally(most int) *tally { return &tally{most: most, counts: map[string]*measure{}} }

func (t *tally) add(key []byte, n measure) {
	m := t.counts[string(key)]
	if m == nil {
		if len(t.counts) >= t.most {
			t.drop()
		}
		m = new(measure)
		t.counts[string(key)] = m
	}
	m.add(n)
}

// entry is a key and its figures.
type entry struct {
	key string
	measure
}

// drop drops the half of the keys with fewest bytes.
func (t *tally) drop() {
	all := t.ranked(func(m measure) uint64 { return m.Bytes })
	for _, e := range all[t.most/2:] {
		delete(t.counts, e.key)
		t.dropped++
	}
}

// ranked returns the entries, greatest first.
func (t *tally) ranked(by func(measure) uint64) []entry {
	all := make([]entry, 0, len(t.counts))
	for key, m := range t.counts {
		all = append(all, entry{key, *m})
	}
	slices.SortFunc(all, func(a, b entry) int {
		return cmp.Or(cmp.Compare(by(b.measure), by(a.measure)), cmp.Compare(a.key, b.key))
	})
	return all
}

// measures are the orders of a ranking.
var measures = []func(measure) uint64{
	func(m measure) uint64 { return m.Bytes },
	func(m measure) uint64 { return m.Packets },
	func(m measure) uint64 { return m.Flows },
}

// greatest returns the n greatest entries by each measure, together, by bytes.
func (t *tally) greatest(n int) []entry {
	wanted := map[string]bool{}
	for _, by := range measures {
		for i, e := range t.ranked(by) {
			if i == n {
				break
			}
			wanted[e.key] = true
		}
	}
	return slices.DeleteFunc(t.ranked(measures[0]), func(e entry) bool { return !wanted[e.key] })
}
