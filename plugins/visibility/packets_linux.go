package visibility

import (
	"errors"
	"fmt"
	"math/bits"
	"os"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

const (
	packetSnaplen = 96      // captured bytes of a packet
	packetBuffer  = 1 << 20 // receive buffer in bytes, about 1,000 packets with the kernel's overhead
	mostBusy      = 64      // ports that a filter excludes
)

// packets is a packet socket that wakes its reader for outgoing SYNs and datagrams.
type packets struct {
	file *os.File
	conn syscall.RawConn
}

func openPackets() (*packets, error) {
	fd, err := unix.Socket(unix.AF_PACKET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return nil, fmt.Errorf("packet socket: %w", err)
	}
	if unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUFFORCE, packetBuffer) != nil {
		unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUF, packetBuffer) // limited by the system
	}
	if err = attach(fd, startFilter(nil)); err == nil {
		err = unix.Bind(fd, &unix.SockaddrLinklayer{Protocol: networkOrder(unix.ETH_P_ALL)})
	}
	if err != nil {
		unix.Close(fd)
		return nil, fmt.Errorf("packet socket: %w", err)
	}
	p := &packets{file: os.NewFile(uintptr(fd), "packets")}
	p.conn, err = p.file.SyscallConn()
	return p, err
}

func networkOrder(v uint16) uint16 {
	if *(*[2]byte)(unsafe.Pointer(&v)) == [2]byte{byte(v), byte(v >> 8)} {
		return bits.ReverseBytes16(v)
	}
	return v
}

// wait waits for a packet, or until the given time; the zero time means forever. Its error wraps os.ErrClosed after
// the socket is closed.
func (p *packets) wait(until time.Time) error {
	if err := p.file.SetReadDeadline(until); err != nil {
		return err
	}
	var b [1]byte
	err := p.conn.Read(func(fd uintptr) bool {
		_, _, err := unix.Recvfrom(int(fd), b[:], unix.MSG_PEEK|unix.MSG_DONTWAIT)
		return err != unix.EAGAIN
	})
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return nil
	}
	return err
}

// next reads a packet and the index of its interface, nothing if no packet is available.
func (p *packets) next(b []byte) (packet []byte, device uint32) {
	var from unix.RawSockaddrLinklayer
	size := uint32(unsafe.Sizeof(from))
	p.conn.Control(func(fd uintptr) {
		n, _, err := unix.Syscall6(unix.SYS_RECVFROM, fd, uintptr(unsafe.Pointer(&b[0])), uintptr(len(b)),
			unix.MSG_DONTWAIT, uintptr(unsafe.Pointer(&from)), uintptr(unsafe.Pointer(&size)))
		if err == 0 {
			packet = b[:n]
		}
	})
	return packet, uint32(from.Ifindex)
}

// dropped returns the number of packets dropped since the last call because the buffer was full.
func (p *packets) dropped() (n uint64) {
	p.conn.Control(func(fd uintptr) {
		if s, err := unix.GetsockoptTpacketStats(int(fd), unix.SOL_PACKET, unix.PACKET_STATISTICS); err == nil {
			n = uint64(s.Drops)
		}
	})
	return n
}

// exclude makes datagrams of these local ports not wake the reader.
func (p *packets) exclude(ports []uint16) error {
	var err error
	if e := p.conn.Control(func(fd uintptr) { err = attach(int(fd), startFilter(ports)) }); e != nil {
		return e
	}
	return err
}

func attach(fd int, program []unix.SockFilter) error {
	return unix.SetsockoptSockFprog(fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER,
		&unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]})
}
