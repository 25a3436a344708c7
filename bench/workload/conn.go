package workload

import "encoding/binary"

// Sides of a conversation, and so the directions of its packets.
const (
	client = 0
	server = 1
)

const (
	protoICMP   = 1
	protoTCP    = 6
	protoUDP    = 17
	protoGRE    = 47
	protoICMPv6 = 58
)

// conn is one conversation: its ends, and where its script is.
type conn struct {
	// at is the time of the next packet, in nanoseconds of the capture.
	at     int64
	serial int
	script script

	v6     bool
	tunnel tunnel
	vlan   uint16
	// host numbers say the addresses: of a client below 1<<24, of a server below 1<<16.
	host [2]int
	mac  [2][6]byte
	ip   [2][16]byte
	port [2]uint16
	id   [2]uint16
	// fragment is the flags and offset field of the next IPv4 packet; 0 for one that may not be fragmented.
	fragment uint16
}

// address returns the 4 or 16 bytes of the address of one side.
func (c *conn) address(side int) []byte {
	if c.v6 {
		return c.ip[side][:]
	}
	return c.ip[side][:4]
}

const clients = 5000

// meet returns a conversation of a client with a server of the given port: a tenth over IPv6, few in a VLAN or tunnel.
func (g *generator) meet(port uint16) *conn {
	c := &conn{v6: g.chance(100)}
	c.host = [2]int{g.below(clients), g.rank(13)}
	c.port = [2]uint16{uint16(g.between(32768, 60999)), port}
	c.id = [2]uint16{uint16(g.below(1 << 16)), uint16(g.below(1 << 16))}
	c.place()
	g.wrap(c)
	return c
}

func (g *generator) wrap(c *conn) {
	if g.chance(50) {
		c.vlan = uint16(100 + c.host[client]%8)
	}
	switch g.below(100) {
	case 0:
		c.tunnel = greTunnel
	case 1:
		c.tunnel = vxlanTunnel
	}
}

// place gives the ends the addresses of their host numbers.
func (c *conn) place() {
	c.mac[client] = [6]byte{2, 0, 0, byte(c.host[client] >> 16), byte(c.host[client] >> 8), byte(c.host[client])}
	c.mac[server] = [6]byte{2, 0, 1, 0, 0, 1}
	if c.v6 {
		prefix := [16]byte{0x20, 0x01, 0x0d, 0xb8}
		c.ip = [2][16]byte{prefix, prefix}
		c.ip[server][5] = 1
		binary.BigEndian.PutUint32(c.ip[client][12:], uint32(c.host[client]+1))
		binary.BigEndian.PutUint32(c.ip[server][12:], uint32(c.host[server]+1))
		return
	}
	binary.BigEndian.PutUint32(c.ip[client][:], 10<<24|uint32(c.host[client]+1))
	binary.BigEndian.PutUint32(c.ip[server][:], 198<<24|18<<16|uint32(c.host[server]+1))
}

// room is the largest network payload, in bytes, that keeps the frame within an Ethernet link.
func (c *conn) room() int {
	room := 1500 - 20
	if c.v6 {
		room -= 20
	}
	return room - encapsulations[c.tunnel].bytes
}
