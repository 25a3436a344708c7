package live

import (
	"errors"
	"fmt"
	"math/bits"

	"github.com/nfstream/nfstream-go/packet"
	"golang.org/x/net/bpf"
	"golang.org/x/sys/unix"
)

// packetSocket returns a socket that receives no packets until it is bound.
func packetSocket() (int, error) {
	fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_RAW|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	switch {
	case errors.Is(err, unix.EPERM) || errors.Is(err, unix.EACCES):
		return -1, noPermission()
	case errors.Is(err, unix.EAFNOSUPPORT):
		return -1, fmt.Errorf("%w: this kernel has no packet sockets", ErrNotSupported)
	case err != nil:
		return -1, fmt.Errorf("packet socket: %w", err)
	}
	return fd, nil
}

// setFilter replaces the filter program of a socket.
func setFilter(fd int, program []bpf.RawInstruction) error {
	return setProgram(fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, program)
}

func setProgram(fd, level, option int, program []bpf.RawInstruction) error {
	code := make([]unix.SockFilter, len(program))
	for i, p := range program {
		code[i] = unix.SockFilter{Code: p.Op, Jt: p.Jt, Jf: p.Jf, K: p.K}
	}
	return unix.SetsockoptSockFprog(fd, level, option, &unix.SockFprog{Len: uint16(len(code)), Filter: &code[0]})
}

// bind binds a socket to a device, and clears the error of a device that is down.
func bind(fd int, d device) error {
	err := unix.Bind(fd, &unix.SockaddrLinklayer{Protocol: networkOrder(unix.ETH_P_ALL), Ifindex: d.index})
	if err != nil {
		return err
	}
	_, err = unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_ERROR)
	return err
}

func boundAddress(fd int) (*unix.SockaddrLinklayer, error) {
	address, err := unix.Getsockname(fd)
	if err != nil {
		return nil, err
	}
	if bound, ok := address.(*unix.SockaddrLinklayer); ok {
		return bound, nil
	}
	return nil, unix.EAFNOSUPPORT
}

// isBound reports whether a socket is bound to the device. It is no longer bound after the device has disappeared.
func isBound(fd int, d device) bool {
	bound, err := boundAddress(fd)
	return err == nil && bound.Ifindex == d.index
}

// boundLink returns the link type of the device of a socket, linkUnknown for all interfaces.
func boundLink(fd int, d device) (packet.LinkType, error) {
	if d.index == 0 {
		return linkUnknown, nil
	}
	bound, err := boundAddress(fd)
	if err != nil {
		return 0, err
	}
	link := linkOf(bound.Hatype)
	if link == linkUnknown {
		return 0, fmt.Errorf("%w: hardware type %d", ErrLinkType, bound.Hatype)
	}
	return link, nil
}

// setPromiscuous sets promiscuous mode until the socket is closed. For all interfaces it does nothing.
func setPromiscuous(fd int, d device, on bool) error {
	if d.index == 0 {
		return nil
	}
	option := unix.PACKET_DROP_MEMBERSHIP
	if on {
		option = unix.PACKET_ADD_MEMBERSHIP
	}
	return unix.SetsockoptPacketMreq(fd, unix.SOL_PACKET, option,
		&unix.PacketMreq{Ifindex: int32(d.index), Type: unix.PACKET_MR_PROMISC})
}

// setHardwareTime enables timestamps of the interface and selects them for the socket.
func setHardwareTime(fd int, d device) error {
	if d.index == 0 {
		return fmt.Errorf("%w: hardware timestamps are not available for all interfaces", ErrOptions)
	}
	err := unix.IoctlSetHwTstamp(fd, d.name, &unix.HwTstampConfig{Rx_filter: unix.HWTSTAMP_FILTER_ALL})
	if err != nil {
		return fmt.Errorf("the interface does not timestamp all frames: %w", err)
	}
	return unix.SetsockoptInt(fd, unix.SOL_PACKET, unix.PACKET_TIMESTAMP, unix.SOF_TIMESTAMPING_RAW_HARDWARE)
}

// networkOrder converts to network byte order, like htons.
func networkOrder(v uint16) uint16 {
	if nativeIsLittle {
		return bits.ReverseBytes16(v)
	}
	return v
}
