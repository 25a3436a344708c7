package report

import (
	"cmp"
	"slices"
)

// kept are the largest flows, at most a fixed number of them and an eighth more.
type kept struct {
	most         int
	rows         []keptRow
	dictionaries [texts]*dictionary
}

// keptRow is a flow with its texts by number.
type keptRow struct {
	figures
	texts [texts]uint32
}

func newKept(most int) *kept {
	k := &kept{most: most}
	for i := range k.dictionaries {
		k.dictionaries[i] = newDictionary()
	}
	// Columns of equal values share a dictionary, so that the page compares them by number.
	k.dictionaries[destination] = k.dictionaries[source]
	k.dictionaries[destinationPort] = k.dictionaries[sourcePort]
	k.dictionaries[destinationCountry] = k.dictionaries[sourceCountry]
	return k
}

func (k *kept) add(r *row) {
	own := keptRow{figures: r.figures}
	for i, t := range r.texts {
		own.texts[i] = k.dictionaries[i].take(t)
	}
	k.rows = append(k.rows, own)
	if len(k.rows) > k.most+k.most/8 {
		k.trim()
	}
}

// trim keeps the largest flows, of equal ones the earliest.
func (k *kept) trim() {
	if len(k.rows) <= k.most {
		return
	}
	slices.SortFunc(k.rows, func(a, b keptRow) int {
		return cmp.Or(cmp.Compare(b.totalBytes(), a.totalBytes()), cmp.Compare(a.id, b.id))
	})
	for i := range k.rows[k.most:] {
		for t, n := range k.rows[k.most+i].texts {
			k.dictionaries[t].release(n)
		}
	}
	k.rows = k.rows[:k.most]
}

// finish trims the flows and puts them in order of time.
func (k *kept) finish() {
	k.trim()
	slices.SortFunc(k.rows, func(a, b keptRow) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.id, b.id)) })
}
