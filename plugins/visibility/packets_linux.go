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
	packetSnaplen = 96      // bytes of a packet that are looked at
	packetBuffer  = 1 << 20 // bytes of packets that wait, with the kernel's overhead some 1,000 packets
	mostBusy      = 64      // ports that a filter leaves out
)

// packets is a packet socket that wakes its reader at what begins: SYNs and datagrams that leave the host.
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
		unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_RCVBUF, packetBuffer) // as much as is allowed
	}
	if err = attach(fd, beginnings(nil)); err == nil {
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

// wait returns when there is a packet or until the time comes, the zero time for never. Its error wraps os.ErrClosed
// once the socket is.
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

// next reads a packet and the number of its interface; nothing if none is there.
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

// dropped returns how many packets found no room since the last call.
func (p *packets) dropped() (n uint64) {
	p.conn.Control(func(fd uintptr) {
		if s, err := unix.GetsockoptTpacketStats(int(fd), unix.SOL_PACKET, unix.PACKET_STATISTICS); err == nil {
			n = uint64(s.Drops)
		}
	})
	return n
}

// leaveOut has datagrams of these local ports not wake the reader.
func (p *packets) leaveOut(ports []uint16) error {
	var err error
	if e := p.conn.Control(func(fd uintptr) { err = attach(int(fd), beginnings(ports)) }); e != nil {
		return e
	}
	return err
}

func attach(fd int, program []unix.SockFilter) error {
	return unix.SetsockoptSockFprog(fd, unix.SOL_SOCKET, unix.SO_ATTACH_FILTER,
		&unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]})
}
