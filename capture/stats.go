package capture

import "sync/atomic"

// counters are shared by the readers of one Source, so that Stats may be called at any time.
type counters struct {
	received, dropped, ifDropped atomic.Uint64
	clamped                      atomic.Uint64
	read, size                   atomic.Int64
}

func (c *counters) stats() Stats {
	return Stats{
		Received:         c.received.Load(),
		Dropped:          c.dropped.Load(),
		InterfaceDropped: c.ifDropped.Load(),
		ClampedTimes:     c.clamped.Load(),
		Read:             c.read.Load(),
		Size:             c.size.Load(),
	}
}
