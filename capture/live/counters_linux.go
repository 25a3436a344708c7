package live

import (
	"encoding/binary"
	"syscall"

	"golang.org/x/sys/unix"
)

// counters reads the counters of an interface from the kernel, in the network namespace in which it was opened. It is
// not safe for concurrent use.
type counters struct {
	fd    int // rtnetlink(7) socket, -1 for none
	index int // interface index, 0 for all
	buf   []byte
	seq   uint32
}

// answerSize is the buffer for one message of an answer. The kernel's messages about interfaces have at most 32 KiB.
const answerSize = 32 << 10

func (c *counters) open(index int) {
	c.index = index
	var err error
	c.fd, err = unix.Socket(unix.AF_NETLINK, unix.SOCK_RAW|unix.SOCK_CLOEXEC, unix.NETLINK_ROUTE)
	if err == nil {
		err = unix.SetsockoptTimeval(c.fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &unix.Timeval{Sec: 1})
	}
	if err != nil { // without it the counts stay 0
		c.close()
	}
}

func (c *counters) close() {
	if c.fd >= 0 {
		unix.Close(c.fd)
	}
	c.fd, c.buf = -1, nil
}

// missed returns the number of packets that the interface lost before the kernel received them: missed by the
// hardware, or lost in its queues. Frames that the kernel drops later, because no protocol of the host accepts them,
// have reached the socket. It returns false if the kernel does not report the counters.
func (c *counters) missed() (sum uint64, ok bool) {
	if c.fd < 0 || c.ask() != nil {
		return 0, false
	}
	for {
		n, _, err := unix.Recvfrom(c.fd, c.buf, 0)
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return 0, false
		}
		messages, err := syscall.ParseNetlinkMessage(c.buf[:n])
		if err != nil {
			return 0, false
		}
		for i := range messages {
			m := &messages[i]
			switch {
			case m.Header.Seq != c.seq: // answer to an abandoned request
			case m.Header.Type == syscall.NLMSG_DONE:
				return sum, true
			case m.Header.Type != syscall.RTM_NEWLINK:
				return 0, false
			default:
				sum += missedOf(m)
				if c.index != 0 {
					return sum, true
				}
			}
		}
	}
}

// ask sends an RTM_GETLINK with a struct ifinfomsg, for one interface or all.
func (c *counters) ask() error {
	if c.buf == nil {
		c.buf = make([]byte, answerSize)
	}
	c.seq++
	flags := uint16(syscall.NLM_F_REQUEST)
	if c.index == 0 {
		flags |= syscall.NLM_F_DUMP
	}
	request := make([]byte, syscall.SizeofNlMsghdr+syscall.SizeofIfInfomsg)
	binary.NativeEndian.PutUint32(request, uint32(len(request)))
	binary.NativeEndian.PutUint16(request[4:], syscall.RTM_GETLINK)
	binary.NativeEndian.PutUint16(request[6:], flags)
	binary.NativeEndian.PutUint32(request[8:], c.seq)
	binary.NativeEndian.PutUint32(request[syscall.SizeofNlMsghdr+4:], uint32(c.index))
	return unix.Sendto(c.fd, request, 0, &unix.SockaddrNetlink{Family: unix.AF_NETLINK})
}

// Offsets of counters in a struct rtnl_link_stats64 (include/uapi/linux/if_link.h).
const (
	attributeStats64 = 23 // IFLA_STATS64
	statsOver        = 8 * 11
	statsFIFO        = 8 * 14
	statsMissed      = 8 * 15
)

// missedOf reads the counters in an answer, 0 if it has none.
func missedOf(m *syscall.NetlinkMessage) uint64 {
	attributes, err := syscall.ParseNetlinkRouteAttr(m)
	if err != nil {
		return 0
	}
	for _, a := range attributes {
		if a.Attr.Type == attributeStats64 && len(a.Value) >= statsMissed+8 {
			return binary.NativeEndian.Uint64(a.Value[statsOver:]) + binary.NativeEndian.Uint64(a.Value[statsFIFO:]) +
				binary.NativeEndian.Uint64(a.Value[statsMissed:])
		}
	}
	return 0
}
