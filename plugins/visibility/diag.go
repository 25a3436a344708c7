package visibility

import (
	"encoding/binary"

	"github.com/nfstream/nfstream-go/flowkey"
)

// Messages of netlink and of its family sock_diag (linux/netlink.h, linux/sock_diag.h, linux/inet_diag.h;
// sock_diag(7)). Numbers have the byte order of the machine, except ports and addresses.
const (
	messageHeader = 16 // struct nlmsghdr
	messageError  = 2  // NLMSG_ERROR
	messageDone   = 3  // NLMSG_DONE
	byFamily      = 20 // SOCK_DIAG_BY_FAMILY

	flagRequest = 1     // NLM_F_REQUEST
	flagDump    = 0x300 // NLM_F_DUMP

	requestSize = messageHeader + 56 // with a struct inet_diag_req_v2
	socketSize  = 72                 // struct inet_diag_msg

	familyIPv4 = 2
	familyIPv6 = 10
	anyCookie  = ^uint32(0) // INET_DIAG_NOCOOKIE
)

// States of sockets, as bits of a set.
const (
	everyState = ^uint32(0)
	// livingTCP excludes connections that are closed, in a wait state after their end, or not accepted yet.
	livingTCP = everyState &^ (1<<6 | 1<<7 | 1<<12)
)

// query is a request to sock_diag: for one socket, or for all of a family and protocol in given states.
type query struct {
	family   uint8
	pair     pair // only its protocol in a request for all sockets
	all      bool
	states   uint32
	device   uint32 // the interface of its packets, 0 if unknown
	sequence uint32
}

// appendQuery appends the message to b.
func appendQuery(b []byte, q *query) []byte {
	at := len(b)
	b = append(b, make([]byte, requestSize)...)
	m, order := b[at:], binary.NativeEndian
	order.PutUint32(m, requestSize)
	order.PutUint16(m[4:], byFamily)
	order.PutUint16(m[6:], flagRequest)
	order.PutUint32(m[8:], q.sequence)
	m[16], m[17] = q.family, q.pair.protocol
	order.PutUint32(m[20:], q.states)
	if q.all {
		order.PutUint16(m[6:], flagRequest|flagDump)
		return b
	}
	p := q.pair
	if p.protocol == protocolUDP {
		p.turn() // for UDP the kernel expects the ends in reverse order
	}
	binary.BigEndian.PutUint16(m[24:], p.localPort)
	binary.BigEndian.PutUint16(m[26:], p.remotePort)
	putAddress(m[28:44], q.family, &p.local)
	putAddress(m[44:60], q.family, &p.remote)
	order.PutUint32(m[60:], q.device)
	order.PutUint32(m[64:], anyCookie)
	order.PutUint32(m[68:], anyCookie)
	return b
}

func putAddress(b []byte, family uint8, a *address) {
	if family == familyIPv4 {
		copy(b, a[12:])
		return
	}
	copy(b, a[:])
}

// socket is a socket in an answer of sock_diag.
type socket struct {
	pair  pair // remote zero if it is not connected
	state uint8
	inode uint32 // 0 if no process holds it
}

// parseSocket reads a struct inet_diag_msg, which lacks the protocol.
func parseSocket(b []byte) (s socket, ok bool) {
	if len(b) < socketSize || b[0] != familyIPv4 && b[0] != familyIPv6 {
		return s, false
	}
	s.state = b[1]
	s.pair.localPort, s.pair.remotePort = binary.BigEndian.Uint16(b[4:]), binary.BigEndian.Uint16(b[6:])
	s.pair.local = takeAddress(b[8:24], b[0])
	if s.pair.remotePort != 0 {
		s.pair.remote = takeAddress(b[24:40], b[0])
	}
	s.inode = binary.NativeEndian.Uint32(b[68:])
	return s, true
}

func takeAddress(b []byte, family uint8) (a address) {
	if family == familyIPv4 {
		flowkey.PutIPv4(&a, b[:4])
		return a
	}
	return address(b)
}

// message is a netlink message, borrowed from the read buffer.
type message struct {
	kind     uint16
	sequence uint32
	body     []byte
}

// cutMessage returns the first message of b and the rest. ok is false at the end of b, and for a damaged message.
func cutMessage(b []byte) (m message, rest []byte, ok bool) {
	if len(b) < messageHeader {
		return m, nil, false
	}
	size := binary.NativeEndian.Uint32(b)
	if size < messageHeader || uint64(size) > uint64(len(b)) {
		return m, nil, false
	}
	m = message{binary.NativeEndian.Uint16(b[4:]), binary.NativeEndian.Uint32(b[8:]), b[messageHeader:size]}
	return m, b[min((int(size)+3)&^3, len(b)):], true
}

// errorOf returns the error number in a message of kind messageError or messageDone, 0 for none.
func (m *message) errorOf() int {
	if len(m.body) < 4 {
		return 0
	}
	return -int(int32(binary.NativeEndian.Uint32(m.body)))
}

// Messages of rtnetlink about addresses (linux/rtnetlink.h, linux/if_addr.h; rtnetlink(7)).
const (
	newAddress     = 20 // RTM_NEWADDR
	getAddress     = 22 // RTM_GETADDR
	addressHeader  = 8  // struct ifaddrmsg
	addressOfPeer  = 1  // IFA_ADDRESS: without a peer, the local address
	addressOfLocal = 2  // IFA_LOCAL
)

// appendAddressQuery appends a request for all addresses.
func appendAddressQuery(b []byte, sequence uint32) []byte {
	at := len(b)
	b = append(b, make([]byte, messageHeader+addressHeader)...)
	binary.NativeEndian.PutUint32(b[at:], messageHeader+addressHeader)
	binary.NativeEndian.PutUint16(b[at+4:], getAddress)
	binary.NativeEndian.PutUint16(b[at+6:], flagRequest|flagDump)
	binary.NativeEndian.PutUint32(b[at+8:], sequence)
	return b
}

// parseAddress reads the body of a message of kind newAddress.
func parseAddress(b []byte) (a address, ok bool) {
	if len(b) < addressHeader {
		return a, false
	}
	family := b[0]
	size := map[uint8]int{familyIPv4: 4, familyIPv6: 16}[family]
	for b = b[addressHeader:]; len(b) >= 4; {
		n, kind := int(binary.NativeEndian.Uint16(b)), binary.NativeEndian.Uint16(b[2:])
		if n < 4 || n > len(b) {
			break
		}
		if size > 0 && n == 4+size && (kind == addressOfLocal || kind == addressOfPeer && !ok) {
			a, ok = takeAddress(b[4:n], family), true
		}
		b = b[min((n+3)&^3, len(b)):]
	}
	return a, ok
}
