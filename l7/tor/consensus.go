package tor

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"strings"
	"time"

	"github.com/nfstream/nfstream-go/l7/wire"
)

// Limits on a consensus document. One beyond them is ErrTooLarge.
const (
	MaxDocument = 64 << 20 // bytes
	MaxLine     = 64 << 10 // bytes of a line
	MaxRelays   = 1 << 16
)

// What reading a document may end with, wrapped.
var (
	ErrFormat   = errors.New("tor: not a consensus")
	ErrTooLarge = errors.New("tor: consensus beyond its limits")
)

// Role says what listens at an address, and what its relay is for.
type Role uint8

// The roles. ORPort and DirPort are of the address, the others of the relay.
const (
	ORPort Role = 1 << iota
	DirPort
	Exit
	Guard
	Authority
)

// Consensus holds the addresses of relays that a consensus document lists (dir-spec, sections 3.4.1 and 3.9). The zero
// Consensus lists none. It may be read from several goroutines once it is filled.
type Consensus struct {
	Flavor                             string // "ns", "microdesc"
	ValidAfter, FreshUntil, ValidUntil time.Time
	Relays                             int // how many relays there are

	listeners map[netip.AddrPort]Role
	hosts     map[netip.Addr]Role
}

// Listener returns what listens at an address and port, 0 if no relay does.
func (c *Consensus) Listener(addr netip.AddrPort) Role {
	return c.listeners[netip.AddrPortFrom(addr.Addr().Unmap(), addr.Port())]
}

// Host returns the roles of the relays at an address, whatever the port, 0 if there is none.
func (c *Consensus) Host(addr netip.Addr) Role { return c.hosts[addr.Unmap()] }

// ReadFrom replaces c by the consensus in r, which it reads to its end: a document of version 3, of the flavor ns or
// microdesc, with or without the annotation before it that archives have. Its signatures are not verified. It returns
// how many bytes it has read. With an error c stays as it was.
func (c *Consensus) ReadFrom(r io.Reader) (int64, error) {
	d := document{consensus: Consensus{
		listeners: map[netip.AddrPort]Role{},
		hosts:     map[netip.Addr]Role{},
	}}
	limited := io.LimitedReader{R: r, N: MaxDocument + 1}
	lines := bufio.NewScanner(&limited)
	lines.Buffer(nil, MaxLine)
	number := 0
	for lines.Scan() {
		number++
		if err := d.line(lines.Text()); err != nil {
			return MaxDocument + 1 - limited.N, fmt.Errorf("line %d: %w", number, err)
		}
	}
	err := lines.Err()
	switch {
	case errors.Is(err, bufio.ErrTooLong), limited.N == 0:
		err = ErrTooLarge
	case err == nil && !d.begun:
		err = ErrFormat
	case err == nil && !d.ended:
		err = fmt.Errorf("%w: %w", ErrFormat, io.ErrUnexpectedEOF)
	}
	if err == nil {
		*c = d.consensus
	}
	return MaxDocument + 1 - limited.N, err
}

// document is a consensus that is being read.
type document struct {
	consensus    Consensus
	begun, ended bool
	relay        []netip.AddrPort // the addresses of the relay that is being read
	dirPorts     []bool           // which of them are DirPorts
	roles        Role             // of the relay
}

func (d *document) line(line string) error {
	keyword, rest, _ := strings.Cut(line, " ")
	if !d.begun {
		return d.first(keyword, rest)
	}
	if d.ended {
		return nil
	}
	switch keyword {
	case "vote-status":
		if rest != "consensus" {
			return ErrFormat
		}
	case "valid-after":
		return setTime(&d.consensus.ValidAfter, rest)
	case "fresh-until":
		return setTime(&d.consensus.FreshUntil, rest)
	case "valid-until":
		return setTime(&d.consensus.ValidUntil, rest)
	case "r":
		return d.router(rest)
	case "a":
		return d.address(rest)
	case "s":
		d.flags(rest)
	case "directory-footer", "directory-signature":
		d.finish()
		d.ended = true
	}
	return nil
}

// first reads the line that says what the document is.
func (d *document) first(keyword, rest string) error {
	version, flavor, _ := strings.Cut(rest, " ")
	switch {
	case keyword == "" || keyword[0] == '@':
		return nil
	case keyword != "network-status-version" || version != "3":
		return ErrFormat
	case flavor == "":
		flavor = "ns"
	case flavor != "ns" && flavor != "microdesc":
		return fmt.Errorf("%w: flavor %q", ErrFormat, flavor)
	}
	d.consensus.Flavor, d.begun = flavor, true
	return nil
}

func setTime(to *time.Time, text string) error {
	var ok bool
	if *to, ok = wire.DateTime(text); !ok {
		return fmt.Errorf("%w: %q", ErrFormat, text)
	}
	return nil
}
