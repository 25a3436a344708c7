package packet

import (
	"encoding/hex"
	"net/netip"
	"slices"
	"strings"

	"github.com/nfstream/nfstream-go/flowkey"
)

// bytesOf decodes hexadecimal digits and ignores blanks.
func bytesOf(digits string) []byte {
	b, err := hex.DecodeString(strings.NewReplacer(" ", "", "\n", "", "\t", "").Replace(digits))
	if err != nil {
		panic(err)
	}
	return b
}

// join prepends headers, in hexadecimal digits, to a packet.
func join(packet []byte, headers ...string) []byte {
	return slices.Concat(bytesOf(strings.Join(headers, "")), packet)
}

// Headers in hexadecimal digits.
const (
	macs     = "02000000000b 02000000000a"
	ethIPv4  = macs + "0800"
	ethIPv6  = macs + "86dd"
	outerUDP = "c0000201 c0000202" // addresses of the outer packet of a tunnel
	snapIPv4 = "aaaa03 000000 0800"
)

// ipv4Header returns a header with the given protocol for a payload of n bytes, from 192.0.2.1 to 192.0.2.2.
func ipv4Header(proto byte, n int) string {
	total := n + ipv4MinLength
	return hex.EncodeToString([]byte{0x45, 0, byte(total >> 8), byte(total), 0, 1, 0, 0, 64, proto, 0, 0}) + outerUDP
}

// ipv6Header returns a header with the given protocol for a payload of n bytes, from 2001:db8::1 to 2001:db8::2.
func ipv6Header(proto byte, n int) string {
	return hex.EncodeToString([]byte{0x60, 0, 0, 0, byte(n >> 8), byte(n), proto, 64}) +
		"20010db8000000000000000000000001 20010db8000000000000000000000002"
}

// udpHeader returns a header for a payload of n bytes.
func udpHeader(src, dst uint16, n int) string {
	n += udpLength
	return hex.EncodeToString([]byte{byte(src >> 8), byte(src), byte(dst >> 8), byte(dst), byte(n >> 8), byte(n), 0, 0})
}

// inUDP encapsulates a tunnel header and its content in UDP, IPv4 and Ethernet.
func inUDP(src, dst uint16, content []byte, headers ...string) []byte {
	content = join(content, headers...)
	content = join(content, udpHeader(src, dst, len(content)))
	return join(content, ethIPv4, ipv4Header(protoUDP, len(content)))
}

// inIPv4 encapsulates a tunnel header and its content in IPv4 and Ethernet.
func inIPv4(proto byte, content []byte, headers ...string) []byte {
	content = join(content, headers...)
	return join(content, ethIPv4, ipv4Header(proto, len(content)))
}

const udpTunnelAt = ethernetLength + ipv4MinLength + udpLength

var (
	// udp4 is 10.0.0.2:1234 to 10.0.0.1:53 with a payload of four bytes, so the sender is end B.
	udp4 = bytesOf("45000020 00010000 4011 0000 0a000002 0a000001" + "04d2 0035 000c 0000" + "61626364")
	// tcp6 is [fd00::1]:80 to [fd00::2]:4660 with options and a payload of three bytes.
	tcp6 = bytesOf("60000000 001b 06 40 fd000000000000000000000000000001 fd000000000000000000000000000002" +
		"0050 1234 01020304 05060708 6012 2000 0000 0000 01010101" + "616263")
)

func key(src, dst string, proto uint8) flowkey.Key {
	a, b := netip.MustParseAddrPort(src), netip.MustParseAddrPort(dst)
	k := flowkey.Key{A: a.Addr().As16(), B: b.Addr().As16(), PortA: a.Port(), PortB: b.Port(), Proto: proto, Ver: 6}
	if a.Addr().Is4() {
		k.Ver = 4
	}
	return k
}

// expected is a packet that a test expects. Its methods return changed copies.
type expected struct{ Packet }

// udp4At expects udp4 at an offset, the last of the frame.
func udp4At(off uint32) expected {
	return expected{Packet{
		Key: key("10.0.0.1:53", "10.0.0.2:1234", protoUDP), Reverse: true,
		Network: off, Transport: off + 20, Payload: off + 28, End: off + 32, SrcMAC: NoOffset, DstMAC: NoOffset,
		IPLength: 32, TransportLength: 12, PayloadLength: 4,
	}}
}

// tcp6At expects tcp6 at an offset, the last of the frame.
func tcp6At(off uint32) expected {
	return expected{Packet{
		Key:     key("[fd00::1]:80", "[fd00::2]:4660", protoTCP),
		Network: off, Transport: off + 40, Payload: off + 64, End: off + 67, SrcMAC: NoOffset, DstMAC: NoOffset,
		IPLength: 67, TransportLength: 27, PayloadLength: 3,
		Seq: 0x01020304, Ack: 0x05060708, Window: 0x2000, Flags: SYN | ACK,
	}}
}

func (e expected) macs(dst, src uint32) expected {
	e.DstMAC, e.SrcMAC = dst, src
	return e
}

func (e expected) eth() expected { return e.macs(0, 6) }

func (e expected) vlan(id uint16) expected {
	e.Key.VLAN = id
	return e
}

func (e expected) tunnel(kind uint32) expected {
	e.Key.Tunnel = kind
	return e
}

// with returns a copy that f has changed.
func (e expected) with(f func(*Packet)) expected {
	f(&e.Packet)
	return e
}

// outer expects the UDP packet that inUDP makes.
func outer(src, dst string, proto uint8, frame []byte) expected {
	e := expected{Packet{
		Key: key(src, dst, proto), Network: 14, Transport: 34, Payload: 34, End: uint32(len(frame)),
		DstMAC: 0, SrcMAC: 6,
		IPLength: uint32(len(frame)) - 14, TransportLength: uint32(len(frame)) - 34,
	}}
	if proto == protoUDP {
		e.Payload += udpLength
	}
	e.PayloadLength = e.End - e.Payload
	return e
}
