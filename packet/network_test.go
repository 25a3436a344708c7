package packet

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// Parts of the expectations below.
const (
	ipv6Ends = "fd000000000000000000000000000001 fd000000000000000000000000000002"
	tcpBody  = "0050 1234 01020304 05060708 6012 2000 0000 0000 01010101" + "616263"
)

// moved expects tcp6 at offset 0 with n bytes of extension headers.
func moved(n uint32) expected {
	return tcp6At(0).with(func(p *Packet) {
		p.Transport, p.Payload, p.End = p.Transport+n, p.Payload+n, p.End+n
		p.IPLength += n
	})
}

// bare expects a packet without ports from fd00::1 to fd00::2 with n bytes after headers of hlen bytes.
func bare(proto uint8, hlen, n uint32) expected {
	return expected{Packet{
		Key: key("[fd00::1]:0", "[fd00::2]:0", proto), Transport: hlen, Payload: hlen, End: hlen + n,
		SrcMAC: NoOffset, DstMAC: NoOffset, IPLength: hlen + n, TransportLength: n, PayloadLength: n,
	}}
}

var networkSamples = []sample{
	{"IPv4 options", LinkRaw, bytesOf("46000024 00010000 4011 0000 0a000002 0a000001 94040000" +
		"04d2 0035 000c 0000 61626364"), udp4At(0).with(func(p *Packet) {
		p.Transport, p.Payload, p.End, p.IPLength = 24, 32, 36, 36
	}), OK},
	{"IPv4 total length 0", LinkRaw, bytesOf("45000000 00010000 4011 0000 0a000002 0a000001" +
		"04d2 0035 000c 0000 61626364"), udp4At(0), OK},
	{"IPv4 total length below the header's", LinkRaw, bytesOf("45000013 00010000 4011 0000 0a000002 0a000001"),
		expected{}, NetworkMalformed},
	{"IPv4 header length 4", LinkRaw, bytesOf("44000020 00010000 4011 0000 0a000002 0a000001"), expected{},
		NetworkMalformed},
	{"IPv4 cut", LinkRaw, udp4[:19], expected{}, NetworkTruncated},
	{"IPv4 options cut", LinkRaw, bytesOf("46000024 00010000 4011 0000 0a000002 0a000001 9404"), expected{},
		NetworkTruncated},
	{"IPv4 with the EtherType of IPv6", LinkEthernet, join(udp4, ethIPv6, "0000000000000000"), expected{},
		NetworkMalformed},
	{"IPv4 AH", LinkEthernet, inIPv4(51, udp4[20:], "11 04 0000 00000001 00000001 000102030405060708090a0b"),
		outer("192.0.2.1:0", "192.0.2.2:0", 51, make([]byte, 70)), OK},
	{"IPv6 hop-by-hop", LinkRaw, bytesOf("60000000 0023 00 40" + ipv6Ends + "06 00 050200000100" + tcpBody),
		moved(8), OK},
	{"IPv6 chain", LinkRaw, bytesOf("60000000 0063 00 40" + ipv6Ends + "2b 00 000000000000" + "3c 00 000000000000" +
		"87 00 000000000000" + "8b 01 000000000000 0000000000000000" + "8c 00 000000000000" + "2c 00 000000000000" +
		"3c 00 0000 00000001" + "06 00 000000000000" + tcpBody), moved(72), OK},
	{"IPv6 AH", LinkRaw,
		bytesOf("60000000 0018 33 40" + ipv6Ends + "06 04 0000 00000001 00000001 000102030405060708090a0b"),
		bare(51, 40, 24), OK},
	{"IPv6 ESP skipTo options", LinkRaw,
		bytesOf("60000000 0010 3c 40" + ipv6Ends + "32 00 000000000000 0000000100000001"),
		bare(50, 48, 8), OK},
	{"IPv6 no next header", LinkRaw, bytesOf("60000000 0000 3b 40" + ipv6Ends), bare(59, 40, 0), OK},
	{"IPv6 length 0", LinkRaw, bytesOf("60000000 0000 06 40" + ipv6Ends + tcpBody), tcp6At(0), OK},
	{"IPv6 jumbogram", LinkRaw, bytesOf("60000000 0000 00 40" + ipv6Ends + "06 00 c204 00011170" + tcpBody),
		moved(8).with(func(p *Packet) {
			p.IPLength, p.TransportLength, p.PayloadLength = 40+70000, 70000-8, 70000-8-24
		}), OK},
	{"IPv6 extension header beyond the packet", LinkRaw,
		bytesOf("60000000 0008 3c 40" + ipv6Ends + "06 01 000000000000" +
			"0000000000000000"), expected{}, NetworkMalformed},
	{"IPv6 extension header cut", LinkRaw, bytesOf("60000000 0023 3c 40" + ipv6Ends + "06 00 0000"), expected{},
		NetworkTruncated},
	{"IPv6 cut", LinkRaw, tcp6[:39], expected{}, NetworkTruncated},
	{"ICMPv6", LinkRaw, bytesOf("60000000 000c 3a 40" + ipv6Ends + "8000 0000 00010001 61626364"),
		bare(58, 40, 12).with(func(p *Packet) { p.Payload, p.PayloadLength = 48, 4 }), OK},
	{"ICMP cut", LinkRaw, bytesOf("60000000 000c 3a 40" + ipv6Ends + "8000 0000"),
		bare(58, 40, 12).with(func(p *Packet) { p.Payload, p.End, p.PayloadLength = 44, 44, 4 }), OK},
}

var transportSamples = []sample{
	{"UDP-Lite", LinkRaw, bytesOf("60000000 000c 88 40" + ipv6Ends + "0001 0002 0008 0000 61626364"),
		bare(136, 40, 12).with(func(p *Packet) {
			p.Key.PortA, p.Key.PortB, p.Payload, p.PayloadLength = 1, 2, 48, 4
		}), OK},
	{"SCTP", LinkRaw, bytesOf("60000000 0010 84 40" + ipv6Ends + "0001 0002 00000000 00000000 61626364"),
		bare(132, 40, 16).with(func(p *Packet) {
			p.Key.PortA, p.Key.PortB, p.Payload, p.PayloadLength = 1, 2, 52, 4
		}), OK},
	{"DCCP", LinkRaw, bytesOf("60000000 0014 21 40" + ipv6Ends + "0001 0002 04 00 0000 00000000 00000000 61626364"),
		bare(33, 40, 20).with(func(p *Packet) {
			p.Key.PortA, p.Key.PortB, p.Payload, p.PayloadLength = 1, 2, 56, 4
		}), OK},
	{"UDP shorter than IP", LinkRaw, bytesOf("60000000 000e 11 40" + ipv6Ends + "0001 0002 000a 0000 616263646566"),
		bare(17, 40, 14).with(func(p *Packet) {
			p.Key.PortA, p.Key.PortB, p.Payload, p.TransportLength, p.PayloadLength, p.End = 1, 2, 48, 10, 2, 50
		}), OK},
	{"UDP longer than IP", LinkRaw, bytesOf("60000000 000a 11 40" + ipv6Ends + "0001 0002 00ff 0000 6162"),
		bare(17, 40, 10).with(func(p *Packet) {
			p.Key.PortA, p.Key.PortB, p.Payload, p.PayloadLength = 1, 2, 48, 2
		}), OK},
	{"UDP length 0", LinkRaw, bytesOf("60000000 000a 11 40" + ipv6Ends + "0001 0002 0000 0000 6162"),
		bare(17, 40, 10).with(func(p *Packet) {
			p.Key.PortA, p.Key.PortB, p.Payload, p.PayloadLength = 1, 2, 48, 2
		}), OK},
	{"UDP length 7", LinkRaw, bytesOf("60000000 000a 11 40" + ipv6Ends + "0001 0002 0007 0000 6162"),
		bare(17, 40, 10).with(func(p *Packet) {
			p.Key.PortA, p.Key.PortB, p.Payload, p.TransportLength, p.PayloadLength, p.End = 1, 2, 48, 7, 0, 48
			p.Damaged = true
		}), OK},
	{"UDP header beyond IP", LinkRaw, bytesOf("60000000 0007 11 40" + ipv6Ends + "0001 0002 0007 00"),
		bare(17, 40, 7).with(func(p *Packet) {
			p.Key.PortA, p.Key.PortB, p.Payload, p.PayloadLength, p.Damaged = 1, 2, 47, 0, true
		}), OK},
	{"UDP without its ports", LinkRaw, bytesOf("60000000 0003 11 40" + ipv6Ends + "0001 00"), expected{},
		TransportMalformed},
	{"UDP cut", LinkRaw, bytesOf("60000000 000a 11 40" + ipv6Ends + "0001 00"), expected{}, TransportTruncated},
	{"UDP cut skipTo the ports", LinkRaw, bytesOf("60000000 000a 11 40" + ipv6Ends + "0001 0002"),
		bare(17, 40, 10).with(func(p *Packet) {
			p.Key.PortA, p.Key.PortB, p.Payload, p.PayloadLength, p.End = 1, 2, 44, 2, 44
		}), OK},
	{"TCP cut skipTo the ports", LinkRaw, tcp6[:44], tcpCut(44, 0, 0, 0, 0), OK},
	{"TCP cut skipTo the sequence number", LinkRaw, tcp6[:48], tcpCut(48, 0x01020304, 0, 0, 0), OK},
	{"TCP cut skipTo the data offset", LinkRaw, tcp6[:53], tcpCut(53, 0x01020304, 0x05060708, 0, 0), OK},
	{"TCP cut skipTo the flags", LinkRaw, tcp6[:54], tcpCut(54, 0x01020304, 0x05060708, SYN|ACK, 0), OK},
	{"TCP cut skipTo the window", LinkRaw, tcp6[:56], tcpCut(56, 0x01020304, 0x05060708, SYN|ACK, 0x2000), OK},
	{"TCP cut in the options", LinkRaw, tcp6[:62], tcp6At(0).with(func(p *Packet) { p.Payload, p.End = 62, 62 }), OK},
	{"TCP data offset beyond IP", LinkRaw, changed(tcp6, 52, 0x70), damagedTCP, OK},
	{"TCP data offset below 5", LinkRaw, changed(tcp6, 52, 0x40), damagedTCP, OK},
	{"TCP header beyond IP", LinkRaw, bytesOf("60000000 000e 06 40" + ipv6Ends + "0050 1234 01020304 05060708 6012"),
		tcpCut(54, 0x01020304, 0x05060708, SYN|ACK, 0).with(func(p *Packet) {
			p.IPLength, p.TransportLength, p.PayloadLength, p.Damaged = 54, 14, 0, true
		}), OK},
	{"DCCP data offset beyond IP", LinkRaw,
		bytesOf("60000000 000c 21 40" + ipv6Ends + "0001 0002 04 00 0000 00000000"),
		bare(33, 40, 12).with(func(p *Packet) {
			p.Key.PortA, p.Key.PortB, p.Payload, p.PayloadLength, p.Damaged = 1, 2, 52, 0, true
		}), OK},
}

// damagedTCP expects tcp6 with an invalid data offset.
var damagedTCP = tcp6At(0).with(func(p *Packet) { p.Payload, p.PayloadLength, p.Damaged = 67, 0, true })

// tcpCut expects tcp6 cut to n captured bytes, with the fields in them.
func tcpCut(n, seq, ack uint32, flags uint8, window uint16) expected {
	return tcp6At(0).with(func(p *Packet) {
		p.Payload, p.End, p.PayloadLength = n, n, 7
		p.Seq, p.Ack, p.Flags, p.Window = seq, ack, flags, window
	})
}

func changed(b []byte, at int, value byte) []byte {
	b = slices.Clone(b)
	b[at] = value
	return b
}

func TestWireLengths(t *testing.T) {
	frame := join(udp4, ethIPv4)
	p := Packet{Data: frame[:46], WireLength: 60}
	require.Equal(t, OK, NewDecoder(Options{AccountIPPadding: true}).Decode(&p, LinkEthernet))
	require.Equal(t, uint32(46), p.IPLength, "the IP packet and 14 bytes of padding")
	require.Equal(t, uint32(12), p.TransportLength)
	require.Equal(t, uint32(4), p.PayloadLength)
	require.Equal(t, uint32(46), p.End)
	require.Equal(t, "abcd", string(join(udp4, ethIPv4)[p.Payload:p.Payload+p.PayloadLength]))

	require.Equal(t, OK, NewDecoder(Options{}).Decode(&p, LinkEthernet))
	require.Equal(t, uint32(32), p.IPLength)

	p = Packet{Data: changed(udp4, 3, 0), WireLength: 2000}
	require.Equal(t, OK, NewDecoder(Options{}).Decode(&p, LinkRaw))
	require.Equal(t, uint32(2000), p.IPLength, "of a total length of 0 the wire length decides")
}

func TestPacketAccessors(t *testing.T) {
	p, _ := decode(linkSamples[0], Options{})
	require.Equal(t, "10.0.0.2:1234", p.Src().String())
	require.Equal(t, "10.0.0.1:53", p.Dst().String())
	require.Equal(t, "abcd", string(p.TransportPayload()))
	require.Equal(t, "\x04\xd2\x005\x00\f\x00\x00abcd", string(p.IPPayload()))
}
