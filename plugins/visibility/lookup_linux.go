package visibility

import (
	"errors"
	"math"

	"golang.org/x/sys/unix"
)

const stateListen = 10 // TCP_LISTEN

// lookup queries the sockets of one network namespace and finds their owners. It is not safe for concurrent use.
type lookup struct {
	sockets *table
	owners  *owners
	link    *netlink
	fs      *procfs
	space   uint16
	found   []wanted // sockets without an owner yet
}

// resolve finds the owners of the found sockets.
func (l *lookup) resolve() {
	l.owners.find(l.fs, l.found)
	l.found = l.found[:0]
}

// ask queries the socket of a pair in the lookup's namespace. resolve later finds its owner. ask reports whether the
// socket exists but has not been accepted yet.
func (l *lookup) ask(p pair, device uint32) (unaccepted bool) {
	s, err := l.link.one(familyOf(&p.local), &p, device)
	switch {
	case errors.Is(err, unix.ENOENT):
		l.sockets.counters.gone.Add(1)
	case err != nil:
		l.sockets.counters.errors.Add(1)
	case s.inode == 0:
		return true
	case p.protocol == protocolTCP && s.state == stateListen:
		l.found = append(l.found, wanted{p.bound(s.pair.local), s.inode})
	default:
		l.found = append(l.found, wanted{p, s.inode})
		if s.pair.remotePort == 0 {
			l.found = append(l.found, wanted{p.bound(s.pair.local), s.inode})
		}
	}
	return false
}

// askListener queries the socket that accepts connections to the local end of a pair, unless it is known.
func (l *lookup) askListener(p pair, device uint32) {
	if l.sockets.find(&p, math.MaxInt64) != nil {
		return
	}
	p.remote, p.remotePort = address{}, 0
	if isIPv4(&p.local) {
		p.remote = anyIPv4
	}
	l.ask(p, device)
}

// dump queries all sockets of the namespace and finds their owners, except for sockets seen at that time or later.
func (l *lookup) dump(since int64) {
	for _, family := range [...]uint8{familyIPv4, familyIPv6} {
		for protocol, states := range map[uint8]uint32{protocolTCP: livingTCP, protocolUDP: everyState} {
			err := l.link.all(family, protocol, states, func(s socket) {
				s.pair.space, s.pair.protocol = l.space, protocol
				if s.inode == 0 || l.space != 0 && isLoopback(&s.pair.local) || l.sockets.seenSince(&s.pair, since) {
					return
				}
				l.found = append(l.found, wanted{s.pair, s.inode})
			})
			if err != nil && !(family == familyIPv6 && errors.Is(err, unix.ENOENT)) {
				l.sockets.counters.errors.Add(1)
			}
		}
	}
	l.resolve()
}

func isIPv4(a *address) bool { return [12]byte(a[:12]) == [12]byte(anyIPv4[:12]) }

func familyOf(a *address) uint8 {
	if isIPv4(a) {
		return familyIPv4
	}
	return familyIPv6
}
