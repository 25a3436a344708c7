package workload

import "encoding/binary"

const (
	portVXLAN   = 4789
	etherHeader = 14
)

// gateway returns the outer address of the tunnel end of one side.
func gateway(side int) []byte { return []byte{172, 16, byte(side), 1} }

// inner is the length of the network packet that holds a payload of that length.
func (c *conn) inner(length int) int {
	if c.v6 {
		return 40 + length
	}
	return 20 + length
}

// gre appends the outer headers of generic routing encapsulation (RFC 2784).
func (c *conn) gre(b []byte, dir, length int) []byte {
	b = ipv4(b, gateway(dir), gateway(1-dir), protoGRE, 4+c.inner(length), 0, 0)
	b = append(b, 0, 0)
	return binary.BigEndian.AppendUint16(b, c.etherType())
}

// vxlan appends the outer headers of RFC 7348, and the inner link header. The outer UDP checksum is zero, as it says.
func (c *conn) vxlan(b []byte, dir, length int) []byte {
	carried := 8 + 8 + etherHeader + c.inner(length)
	b = ipv4(b, gateway(dir), gateway(1-dir), protoUDP, carried, 0, 0)
	b = binary.BigEndian.AppendUint16(b, 49152+c.port[client]%16384)
	b = binary.BigEndian.AppendUint16(b, portVXLAN)
	b = binary.BigEndian.AppendUint16(b, uint16(carried))
	b = append(b, 0, 0)
	b = append(b, 0x08, 0, 0, 0, 0, 0, byte(c.host[server]%16), 0)
	b = append(b, c.mac[1-dir][:]...)
	b = append(b, c.mac[dir][:]...)
	return binary.BigEndian.AppendUint16(b, c.etherType())
}
