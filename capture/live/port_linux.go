package live

import (
	"errors"
	"fmt"
	"time"

	"github.com/nfstream/nfstream-go/packet"
	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// port is one interface of a Source: its socket, and the ring or the plain reader of that.
type port struct {
	device
	fd     int
	group  bool // it shares its packets
	filter []bpf.RawInstruction
	promis bool
	marks  bool // the interface marks frames with its own time

	ring  *ring // nil where plain is not
	plain *plain
	drops drops

	state   State
	changed func(name string, now State)
	trouble time.Time // since when the interface may be down or gone, the zero time if it is not
}

// openPort sets a port up, up to where it would take packets.
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

// find finds the interface, or notes that it is to be waited for.
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
			return fmt.Errorf("%w: %s: set it up, or wait for it", ErrInterfaceDown, name)
		}
		p.trouble = time.Now()
		p.enter(Down)
	}
	return nil
}

// enter notes the state of the interface.
func (p *port) enter(s State) {
	if p.state == s {
		return
	}
	p.state = s
	if p.changed != nil {
		p.changed(p.String(), s)
	}
}

// setReader makes a ring, or a plain reader where the kernel refuses that.
func (p *port) setReader(o *Options) (err error) {
	if !o.plain {
		p.ring, err = newRing(p.fd, o)
		if !errors.Is(err, unix.EINVAL) && !errors.Is(err, unix.ENOMEM) && !errors.Is(err, unix.ENOPROTOOPT) {
			return err
		}
	}
	if o.HardwareTime {
		return fmt.Errorf("%w: hardware times need a ring, which the kernel refused: %w", ErrOptions, err)
	}
	p.plain, err = newPlain(p.fd, o)
	return err
}

// bind ties the socket to the device.
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

// start lets packets in.
func (p *port) start() error {
	if err := setFilter(p.fd, p.filter); err != nil {
		return fmt.Errorf("%w: the kernel refuses the filter: %w", ErrOptions, err)
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

// look finds out whether the interface is back, and ties the socket to a new one of its name. The error says whether it
// is down or gone.
func (p *port) look() error {
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
		return fmt.Errorf("%w: %s, and another has its name", ErrInterfaceGone, p.name)
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

// drained reports whether all frames so far have been taken.
func (p *port) drained() bool {
	if p.ring != nil {
		return !p.ring.ready()
	}
	return p.plain.empty
}

// taken returns how many packets have been taken out of the socket's buffers, modulo 1<<32.
func (p *port) taken() uint32 {
	switch {
	case p.ring != nil:
		return p.ring.taken()
	case p.plain != nil:
		return p.plain.taken
	}
	return 0
}

// stop lets no more packets in.
func (p *port) stop() { _ = setFilter(p.fd, dropAll) } // where that fails, the time for what waits is bounded

// waiting reports whether packets are in the socket's buffers.
func (p *port) waiting() bool { return p.drops.waiting(p.taken()) != 0 }

// close ends the capture, and counts the packets that nobody has taken as dropped. Blocks that batches hold outlive it.
func (p *port) close() {
	if p.fd < 0 {
		return
	}
	p.stop() // a ring that is still mapped keeps the socket
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
