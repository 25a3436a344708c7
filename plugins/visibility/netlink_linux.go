package visibility

import (
	"errors"
	"fmt"
	"unsafe"

	"golang.org/x/sys/unix"
)

// netlink is a sock_diag and an rtnetlink socket in one network namespace. It is not safe for concurrent use. The
// kernel answers synchronously, so reads never block.
type netlink struct {
	diag, route int
	kernel      unix.SockaddrNetlink
	sequence    uint32
	out         []byte
	in          [32 << 10]byte
}

var errMalformed = errors.New("malformed netlink message")

func openNetlink() (*netlink, error) {
	n := &netlink{diag: -1, route: -1, kernel: unix.SockaddrNetlink{Family: unix.AF_NETLINK}}
	var err error
	if n.diag, err = netlinkSocket(unix.NETLINK_SOCK_DIAG); err == nil {
		n.route, err = netlinkSocket(unix.NETLINK_ROUTE)
	}
	if err != nil {
		n.close()
		return nil, err
	}
	return n, nil
}

func netlinkSocket(family int) (int, error) {
	fd, err := unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, family)
	if err != nil {
		return -1, fmt.Errorf("netlink socket: %w", err)
	}
	unix.SetsockoptInt(fd, unix.SOL_NETLINK, unix.NETLINK_CAP_ACK, 1)
	return fd, nil
}

func (n *netlink) close() {
	for _, fd := range []int{n.diag, n.route} {
		if fd >= 0 {
			unix.Close(fd)
		}
	}
}

// one queries a single socket. The error is unix.ENOENT if it does not exist.
func (n *netlink) one(family uint8, p *pair, device uint32) (s socket, err error) {
	n.sequence++
	q := query{family: family, pair: *p, states: everyState, device: device, sequence: n.sequence}
	n.out = appendQuery(n.out[:0], &q)
	found := false
	err = n.exchange(n.diag, byFamily, false, func(body []byte) {
		s, found = parseSocket(body)
	})
	if err == nil && !found {
		err = errMalformed
	}
	return s, err
}

// all calls visit with each socket of a family and protocol in one of the states.
func (n *netlink) all(family, protocol uint8, states uint32, visit func(socket)) error {
	n.sequence++
	q := query{family: family, pair: pair{protocol: protocol}, all: true, states: states, sequence: n.sequence}
	n.out = appendQuery(n.out[:0], &q)
	return n.exchange(n.diag, byFamily, true, func(body []byte) {
		if s, ok := parseSocket(body); ok {
			visit(s)
		}
	})
}

// addresses calls visit with each address of the namespace's interfaces.
func (n *netlink) addresses(visit func(address)) error {
	n.sequence++
	n.out = appendAddressQuery(n.out[:0], n.sequence)
	return n.exchange(n.route, newAddress, true, func(body []byte) {
		if a, ok := parseAddress(body); ok {
			visit(a)
		}
	})
}

// exchange sends n.out and calls visit with the body of each message of the answer.
func (n *netlink) exchange(fd int, kind uint16, several bool, visit func(body []byte)) error {
	if err := unix.Sendto(fd, n.out, 0, &n.kernel); err != nil {
		return err
	}
	for {
		size, err := receive(fd, n.in[:])
		if err != nil {
			return err
		}
		for b := n.in[:size]; len(b) > 0; {
			m, rest, ok := cutMessage(b)
			if !ok {
				return errMalformed
			}
			if b = rest; m.sequence != n.sequence {
				continue // part of an earlier answer that an error interrupted
			}
			switch {
			case m.kind == messageError || m.kind == messageDone:
				if number := m.errorOf(); number != 0 {
					return unix.Errno(number)
				}
				return nil
			case m.kind == kind:
				visit(m.body)
				if !several {
					return nil
				}
			}
		}
	}
}

// receive reads one datagram of the kernel, without its address.
func receive(fd int, b []byte) (int, error) {
	for {
		n, _, err := unix.Syscall6(unix.SYS_RECVFROM, uintptr(fd), uintptr(unsafe.Pointer(&b[0])), uintptr(len(b)),
			unix.MSG_DONTWAIT, 0, 0)
		if err == unix.EINTR {
			continue
		}
		if err != 0 {
			return 0, err
		}
		return int(n), nil
	}
}
