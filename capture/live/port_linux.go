package live

import (
	"errors"
	"fmt"
	"time"

	"github.com/nfstream/nfstream-go/packet"
	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// port is one interface of a Source: a socket with its ring or plain reader.
type port struct {
	device
	fd     int
	group  bool // the socket is in a fanout group
	filter []bpf.RawInstruction
	promis bool
	marks  bool // the interface timestamps frames

	ring  *ring // nil if plain is used
	plain *plain
	drops drops

	state   State
	changed func(name string, now State)
	trouble time.Time // start of a possible outage of the interface, else zero
}

// openPort sets up a port that does not receive packets yet.
func openPort(name string, o *Options) (*port, error) {
	fd, err := packetSocket()
	if err != nil {
		return nil, err
	}
	p := &port{fd: fd, filter: socketFilter(o.Filter, o.Snaplen), promis: !o.NoPromiscuous, marks: o.HardwareTime,
		changed: o.Changed}
	if err = p.setUp(name, o); err != nil {
		p.close()
		return nil, err
	}
	return p, nil
}

func (p *port) setUp(name string, o *Options) error {
	if err := p.find(name, o); err != nil {
		return err
	}
	err := setFilter(p.fd, dropAll)
	if err == nil {
		err = p.setReader(o)
	}
	if err == nil && p.index != absent {
		err = p.bind()
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	p.drops.begin(p.fd, p.device, p.ring != nil)
	return nil
}

// find finds the interface, or records that the port waits for it.
func (p *port) find(name string, o *Options) error {
	d, up, err := findDevice(p.fd, name)
	if errors.Is(err, ErrNoInterface) && o.Wait && !o.shared && IsName(name) {
		p.device, p.trouble = device{name, absent}, time.Now()
		p.enter(Gone)
		return nil
	}
	if err != nil {
		return err
	}
	if p.device = d; !up {
		if !o.Wait {
			return fmt.Errorf("%w: %s: set it up, or use Wait", ErrInterfaceDown, name)
		}
		p.trouble = time.Now()
		p.enter(Down)
	}
	return nil
}

// enter records the state of the interface.
func (p *port) enter(s State) {
	if p.state == s {
		return
	}
	p.state = s
	if p.changed != nil {
		p.changed(p.String(), s)
	}
}

// setReader creates a ring, or a plain reader if the kernel refuses rings.
func (p *port) setReader(o *Options) (err error) {
	if !o.plain {
		p.ring, err = newRing(p.fd, o)
		if !errors.Is(err, unix.EINVAL) && !errors.Is(err, unix.ENOMEM) && !errors.Is(err, unix.ENOPROTOOPT) {
			return err
		}
	}
	if o.HardwareTime {
		return fmt.Errorf("%w: hardware timestamps need a ring, and the kernel refused it: %w", ErrOptions, err)
	}
	p.plain, err = newPlain(p.fd, o)
	return err
}

// bind binds the socket to the device.
func (p *port) bind() error {
	if p.marks {
		if err := setHardwareTime(p.fd, p.device); err != nil {
			return err
		}
	}
	if err := bind(p.fd, p.device); err != nil {
		return err
	}
	link, err := boundLink(p.fd, p.device)
	if err != nil {
		return err
	}
	p.setLink(link)
	if p.promis {
		return setPromiscuous(p.fd, p.device, true)
	}
	return nil
}

func (p *port) setLink(link packet.LinkType) {
	if p.ring != nil {
		p.ring.cursor.link = link
		return
	}
	p.plain.link = link
}

// start attaches the filter that accepts packets.
func (p *port) start() error {
	if err := setFilter(p.fd, p.filter); err != nil {
		return fmt.Errorf("%w: the kernel refused the filter: %w", ErrOptions, err)
	}
	return nil
}

// fail handles an error of the socket.
func (p *port) fail(err error) error {
	if !errors.Is(err, unix.ENETDOWN) {
		return fmt.Errorf("%s: %w", p.device, err)
	}
	if p.trouble.IsZero() {
		p.trouble = time.Now()
	}
	if _, _, err := findDevice(p.fd, p.name); errors.Is(err, ErrNoInterface) {
		p.enter(Gone)
	} else {
		p.enter(Down)
	}
	return nil
}

// check checks whether the interface is back, and binds the socket to a new interface of that name. The error says
// whether it is down or gone.
func (p *port) check() error {
	err := p.reach()
	switch {
	case err == nil:
		p.trouble = time.Time{}
		p.enter(Up)
	case errors.Is(err, ErrInterfaceDown):
		p.enter(Down)
	case errors.Is(err, ErrInterfaceGone):
		p.enter(Gone)
	}
	return err
}

func (p *port) reach() error {
	found, up, err := findDevice(p.fd, p.name)
	switch {
	case err != nil:
		return fmt.Errorf("%w: %s", ErrInterfaceGone, p.name)
	case !isBound(p.fd, found) && p.group:
		return fmt.Errorf("%w: another interface is called %s", ErrInterfaceGone, p.name)
	case !isBound(p.fd, found):
		p.device = found
		if err = p.bind(); errors.Is(err, unix.ENODEV) {
			return fmt.Errorf("%w: %s", ErrInterfaceGone, p.name)
		} else if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		p.drops.move(found)
	}
	if !up {
		return fmt.Errorf("%w: %s", ErrInterfaceDown, p.name)
	}
	return nil
}

// drained reports whether all frames so far have been read.
func (p *port) drained() bool {
	if p.ring != nil {
		return !p.ring.ready()
	}
	return p.plain.empty
}

// taken returns the number of packets taken out of the socket's buffers, modulo 1<<32.
func (p *port) taken() uint32 {
	switch {
	case p.ring != nil:
		return p.ring.taken()
	case p.plain != nil:
		return p.plain.taken
	}
	return 0
}

// stop attaches a filter that rejects all packets.
func (p *port) stop() { _ = setFilter(p.fd, dropAll) } // if that fails, the time for waiting packets is bounded

// waiting reports whether packets are in the socket's buffers.
func (p *port) waiting() bool { return p.drops.waiting(p.taken()) != 0 }

// close ends the capture and counts unread packets as dropped. Blocks that batches hold stay valid.
func (p *port) close() {
	if p.fd < 0 {
		return
	}
	p.stop() // a mapped ring keeps the socket alive
	if p.promis {
		setPromiscuous(p.fd, p.device, false)
	}
	p.drops.close(p.taken())
	unix.Close(p.fd)
	p.fd = -1
	if p.ring != nil {
		p.ring.close()
	}
}
