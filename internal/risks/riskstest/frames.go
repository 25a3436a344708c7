package riskstest

import (
	"encoding/binary"
	"net/netip"
	"time"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/packet"
)

// frame is an IP packet and its time.
type frame struct {
	data []byte
	time int64
}

// start is the time of the first packet.
var start = time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC)

// ends returns source and destination.
func (x *Flow) ends() (src, dst netip.AddrPort) {
	src = netip.MustParseAddrPort("192.0.2.1:40000")
	if x.Src != "" {
		src = netip.MustParseAddrPort(x.Src)
	}
	dst = netip.AddrPortFrom(netip.MustParseAddr("198.51.100.7"), x.Port)
	if a, err := netip.ParseAddr(x.Dst); err == nil {
		dst = netip.AddrPortFrom(a, x.Port)
	} else if x.Dst != "" {
		dst = netip.MustParseAddrPort(x.Dst)
	}
	return src, dst
}

// packets returns the packets of the flow.
func (x *Flow) packets() (all []Packet) {
	if x.Packets != nil {
		return x.Packets
	}
	if x.On == l7.TCP {
		all = append(all, Packet{Flags: packet.SYN}, Packet{Dir: 1, Flags: packet.SYN | packet.ACK}, Packet{Flags: packet.ACK})
	}
	for i, turn := range x.Turns {
		for dir := uint8(i & 1); turn != ""; {
			n := min(len(turn), 60000)
			all = append(all, Packet{Dir: dir, Flags: packet.ACK | packet.PSH, Payload: turn[:n], After: time.Millisecond})
			turn = turn[n:]
		}
	}
	return all
}

// frames returns the packets of the flow as frames.
func (x *Flow) frames() (all []frame) {
	ends := [2]netip.AddrPort{}
	ends[0], ends[1] = x.ends()
	seq, now := [2]uint32{1000, 5000}, start
	for _, p := range x.packets() {
		now = now.Add(p.After)
		src, dst := ends[p.Dir&1], ends[1-p.Dir&1]
		b, proto := transport(x.On, src.Port(), dst.Port(), seq[p.Dir&1], &p)
		all = append(all, frame{network(src.Addr(), dst.Addr(), proto, b), now.UnixNano()})
		seq[p.Dir&1] += uint32(len(p.Payload))
		if p.Flags&(packet.SYN|packet.FIN) != 0 {
			seq[p.Dir&1]++
		}
	}
	return all
}

// transport returns a segment or a datagram.
func transport(on l7.Transport, src, dst uint16, seq uint32, p *Packet) (b []byte, proto byte) {
	b = binary.BigEndian.AppendUint16(nil, src)
	b = binary.BigEndian.AppendUint16(b, dst)
	if on == l7.UDP {
		b = binary.BigEndian.AppendUint16(b, uint16(8+len(p.Payload)))
		return append(append(b, 0, 0), p.Payload...), 17
	}
	b = binary.BigEndian.AppendUint32(b, seq)
	b = append(b, 0, 0, 0, 0, 5<<4, p.Flags, 0xff, 0xff, 0, 0, 0, 0)
	return append(b, p.Payload...), 6
}

// network returns an IP packet.
func network(src, dst netip.Addr, proto byte, payload []byte) (b []byte) {
	if src.Is6() {
		b = append([]byte{0x60, 0, 0, 0}, binary.BigEndian.AppendUint16(nil, uint16(len(payload)))...)
		b = append(b, proto, 64)
	} else {
		b = append([]byte{0x45, 0}, binary.BigEndian.AppendUint16(nil, uint16(20+len(payload)))...)
		b = append(b, 0, 0, 0x40, 0, 64, proto, 0, 0)
	}
	b = append(append(b, src.AsSlice()...), dst.AsSlice()...)
	return append(b, payload...)
}
