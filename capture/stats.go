package capture

import "sync/atomic"

// counters are the Stats of a Source. Its readers share them; they are safe for concurrent use.
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
