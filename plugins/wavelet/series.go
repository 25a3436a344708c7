package wavelet

import "sort"

// scratch is the plug-in's state of an active flow.
type scratch struct {
	first int64     // capture time of the first packet, nanoseconds since the Unix epoch
	dir   [2]series // by direction
}

// series holds the non-empty bins, in order.
type series []bin

type bin struct {
	bytes uint64
	at    uint16
}

// add adds bytes to the bin with the given index, which is usually the last one or a later one.
func (s *series) add(at uint16, bytes uint64) {
	b := *s
	n := len(b)
	switch {
	case n == 0 || b[n-1].at < at:
		*s = append(b, bin{bytes, at})
		return
	case b[n-1].at > at:
		n = 1 + sort.Search(n-1, func(i int) bool { return b[i].at >= at })
	}
	if b[n-1].at != at {
		b = append(b, bin{})
		copy(b[n:], b[n-1:])
		b[n-1] = bin{at: at}
	}
	b[n-1].bytes += bytes
	*s = b
}

// dense writes the series to x, with 0 for missing bins.
func (s series) dense(x []float64) {
	clear(x)
	for _, b := range s {
		x[b.at] = float64(b.bytes)
	}
}
