package visibility

import (
	"time"
)

const (
	slice           = 100 * time.Millisecond
	maxSlicePackets = 2000 // packets handled in a slice; the kernel buffers more, and then drops them
	mostAtOnce      = 64   // packets before a search for owners
	mostLater       = 1024

	// With more packets in a slice than calm, lookups may take 1/busyShare of a core. Pauses make batches larger;
	// they are at most mostPause.
	calm      = 50
	busyShare = 10
	mostPause = 3 * time.Millisecond

	known     = time.Second      // a datagram of a socket seen within this time is ignored
	busyAbove = 32               // such datagrams per slice after which a port is excluded
	leftOut   = 10 * time.Second // duration of the exclusion
)

// accepting are the delays before a connection that has not been accepted is checked again.
var accepting = [...]time.Duration{time.Millisecond, 4 * time.Millisecond, 16 * time.Millisecond, 64 * time.Millisecond}

// later is a connection to check again.
type later struct {
	pair   pair
	device uint32
	tries  int
	due    time.Time
}

// reader looks up the sockets of one namespace that its packet socket reveals.
type reader struct {
	lookup
	packets *packets
	later   []later
	buffer  [packetSnaplen]byte

	slice   time.Time // start of the slice
	handled int       // packets in it
	busy    map[uint16]int
	left    []uint16
	restore time.Time // end of all exclusions
}

func (r *reader) run() {
	defer r.link.close()
	r.busy = map[uint16]int{}
	for r.packets.wait(r.deadline()) == nil {
		begin := time.Now()
		r.again(begin)
		for range mostAtOnce {
			b, device := r.packets.next(r.buffer[:])
			if b == nil {
				break
			}
			r.handled++
			if e, ok := parseEvent(b); ok {
				e.pair.space = r.space
				r.handle(&e, device)
			}
		}
		r.resolve()
		if r.handled > calm {
			time.Sleep(min(time.Since(begin)*(busyShare-1), mostPause))
		}
		r.pace()
	}
}

// deadline returns the time of the next task without a packet, zero for none.
func (r *reader) deadline() time.Time {
	d := r.restore
	for i := range r.later {
		if d.IsZero() || r.later[i].due.Before(d) {
			d = r.later[i].due
		}
	}
	return d
}

func (r *reader) handle(e *event, device uint32) {
	if space, local := r.sockets.home(&e.pair.local); !local || space != r.space {
		return
	}
	if e.pair.protocol == protocolUDP && r.isKnown(&e.pair) {
		r.busy[e.pair.localPort]++
		return
	}
	r.sockets.counters.noticed.Add(1)
	switch {
	case e.accepted:
		r.askListener(e.pair, device)
		if len(r.later) < mostLater {
			r.later = append(r.later, later{pair: e.pair, device: device, due: time.Now().Add(accepting[0])})
		} else {
			r.sockets.counters.dropped.Add(1)
		}
	case r.ask(e.pair, device):
		r.sockets.counters.gone.Add(1)
	}
}

// isKnown reports whether the socket of a datagram was seen recently, connected or not.
func (r *reader) isKnown(p *pair) bool {
	since := time.Now().Add(-known).UnixNano()
	if r.sockets.seenSince(p, since) {
		return true
	}
	for _, local := range [...]address{p.local, anyIPv4, {}} {
		b := p.bound(local)
		if r.sockets.seenSince(&b, since) {
			return true
		}
	}
	return false
}

// again checks connections that had not been accepted.
func (r *reader) again(now time.Time) {
	kept := r.later[:0]
	for _, l := range r.later {
		if l.due.After(now) {
			kept = append(kept, l)
			continue
		}
		if !r.ask(l.pair, l.device) {
			continue
		}
		if l.tries++; l.tries < len(accepting) {
			l.due = now.Add(accepting[l.tries])
			kept = append(kept, l)
		}
	}
	r.later = kept
}

// pace ends a time slice: it pauses after too many packets, and excludes ports of known sockets.
func (r *reader) pace() {
	now := time.Now()
	if !r.restore.IsZero() && now.After(r.restore) {
		r.leave(nil)
		r.restore = time.Time{}
	}
	if rest := slice - now.Sub(r.slice); rest > 0 {
		if r.handled < maxSlicePackets {
			return
		}
		r.leaveBusy(now)
		time.Sleep(rest)
	} else {
		r.leaveBusy(now)
	}
	r.slice, r.handled = time.Now(), 0
}

func (r *reader) leaveBusy(now time.Time) {
	more := false
	for port, n := range r.busy {
		if n > busyAbove && len(r.left) < mostBusy {
			r.left, more = append(r.left, port), true
		}
	}
	clear(r.busy)
	if more {
		r.leave(r.left)
		if r.restore.IsZero() {
			r.restore = now.Add(leftOut)
		}
	}
}

func (r *reader) leave(ports []uint16) {
	r.left = ports
	if err := r.packets.exclude(ports); err != nil {
		r.sockets.counters.errors.Add(1)
	}
}
