package tor

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// router reads an r line (dir-spec, sections 3.4.1 and 3.9.2): nickname, identity, in ns the digest, date and time, and
// then what counts here, IPv4 address, ORPort and DirPort.
func (d *document) router(rest string) error {
	d.finish()
	before := 5
	if d.consensus.Flavor == "microdesc" {
		before--
	}
	fields := strings.Fields(rest)
	if len(fields) < before+3 {
		return fmt.Errorf("%w: r line of %d items", ErrFormat, len(fields))
	}
	if d.consensus.Relays++; d.consensus.Relays > MaxRelays {
		return ErrTooLarge
	}
	addr, err := netip.ParseAddr(fields[before])
	orPort, orErr := strconv.ParseUint(fields[before+1], 10, 16)
	dirPort, dirErr := strconv.ParseUint(fields[before+2], 10, 16)
	if err != nil || orErr != nil || dirErr != nil {
		return fmt.Errorf("%w: r line of %q", ErrFormat, fields[before:before+3])
	}
	d.add(netip.AddrPortFrom(addr, uint16(orPort)), false)
	d.add(netip.AddrPortFrom(addr, uint16(dirPort)), true)
	return nil
}

// maxAddresses is how many addresses of a relay count.
const maxAddresses = 16

// address reads an a line, a further address of the ORPort (dir-spec, section 3.4.1).
func (d *document) address(rest string) error {
	addr, err := netip.ParseAddrPort(strings.TrimSpace(rest))
	if err != nil || len(d.relay) == 0 {
		return fmt.Errorf("%w: a line of %q", ErrFormat, rest)
	}
	d.add(addr, false)
	return nil
}

// add adds an address of the relay. Port 0 means that there is none.
func (d *document) add(addr netip.AddrPort, dirPort bool) {
	if len(d.relay) < maxAddresses && (addr.Port() != 0 || !dirPort) {
		d.relay = append(d.relay, netip.AddrPortFrom(addr.Addr().Unmap(), addr.Port()))
		d.dirPorts = append(d.dirPorts, dirPort)
	}
}

// flags reads an s line, what the relay is for.
func (d *document) flags(rest string) {
	for _, flag := range strings.Fields(rest) {
		switch flag {
		case "Exit":
			d.roles |= Exit
		case "Guard":
			d.roles |= Guard
		case "Authority":
			d.roles |= Authority
		}
	}
}

// finish files the relay that has been read.
func (d *document) finish() {
	c := &d.consensus
	for i, addr := range d.relay {
		role := ORPort
		if d.dirPorts[i] {
			role = DirPort
		}
		role |= d.roles
		if addr.Port() != 0 {
			c.listeners[addr] |= role
		}
		c.hosts[addr.Addr()] |= role
	}
	d.relay, d.dirPorts, d.roles = d.relay[:0], d.dirPorts[:0], 0
}
