package visibility

import (
	"time"
)

const (
	slice      = 100 * time.Millisecond
	mostASlice = 2000 // packets that are looked at in a slice; the kernel's buffer holds more, and then drops them
	mostAtOnce = 64   // packets before owners are looked for
	mostLater  = 1024

	// With more packets in a slice than these, the looking up is to take one part in busyShare of a core, which makes for
	// more sockets at once, but not to wait for longer than mostPause.
	calm      = 50
	busyShare = 10
	mostPause = 3 * time.Millisecond

	known     = time.Second      // a datagram of a socket that was seen within this is nothing new
	busyAbove = 32               // such datagrams of a port in a slice, with which it is left out
	leftOut   = 10 * time.Second // for how long
)

// accepting are the waits before a connection is looked at again that nobody has accepted.
var accepting = [...]time.Duration{time.Millisecond, 4 * time.Millisecond, 16 * time.Millisecond, 64 * time.Millisecond}

// later is a connection to look at again.
type later struct {
	pair   pair
	device uint32
	tries  int
	due    time.Time
}

// reader looks up what begins in one namespace, as its packet socket tells.
type reader struct {
	lookup
	packets *packets
	later   []later
	buffer  [packetSnaplen]byte

	slice   time.Time // when it began
	handled int       // packets in it
	busy    map[uint16]int
	left    []uint16
	restore time.Time // when no port is left out any more
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
		r.settle()
		if r.handled > calm {
			time.Sleep(min(time.Since(begin)*(busyShare-1), mostPause))
		}
		r.pace()
	}
}

// deadline is when something is due without a packet; the zero time for never.
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

// isKnown reports whether a datagram is of a socket that was seen lately, connected or not.
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

// again looks at connections that had not been accepted.
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

// pace ends a slice of time: it waits where too much came, and leaves ports out that have nothing new to tell.
func (r *reader) pace() {
	now := time.Now()
	if !r.restore.IsZero() && now.After(r.restore) {
		r.leave(nil)
		r.restore = time.Time{}
	}
	if rest := slice - now.Sub(r.slice); rest > 0 {
		if r.handled < mostASlice {
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
	if err := r.packets.leaveOut(ports); err != nil {
		r.sockets.counters.errors.Add(1)
	}
}
