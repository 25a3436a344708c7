package filter_test

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/nfstream/nfstream-go/packet"
)

// maker wraps packets of the captures in link types and tags that the captures do not have.
type maker struct {
	*rand.Rand
	from []frame // Ethernet frames
}

const madeFrames = 3000 // for each link type

func addMade(frames map[packet.LinkType][]frame) {
	from := slices.Clone(frames[packet.LinkEthernet])
	for link := range tcpdumpLinks {
		m := &maker{rand.New(rand.NewPCG(1, uint64(link))), from}
		for i := range madeFrames {
			data := m.frame(link)
			where := fmt.Sprintf("made frame %d", i)
			frames[link] = append(frames[link], frame{data, uint32(len(data)), where})
		}
	}
}

// frame returns a frame of some hundred bytes.
func (m *maker) frame(link packet.LinkType) []byte {
	f := m.from[m.IntN(len(m.from))].data
	if len(f) < 14 {
		f = make([]byte, 60)
	}
	t, inner := binary.BigEndian.Uint16(f[12:]), f[14:min(len(f), 600)]
	for m.IntN(2) == 0 {
		t, inner = m.wrap(t, inner)
	}
	if link == packet.LinkIPv6 && t != 0x86dd || link == packet.LinkIPv4 && t != 0x0800 {
		return m.frame(link)
	}
	data := append(m.header(link, t, f[:12]), inner...)
	if m.IntN(8) == 0 {
		data = data[:m.IntN(len(data))]
	}
	for m.IntN(4) == 0 && len(data) > 0 {
		data[m.IntN(min(len(data), 80))] = byte(m.IntN(256))
	}
	return data
}

func be16(v uint16) []byte { return binary.BigEndian.AppendUint16(nil, v) }

// wrap adds a tag or a tunnel to a packet of an EtherType.
func (m *maker) wrap(t uint16, inner []byte) (uint16, []byte) {
	switch m.IntN(6) {
	case 0, 1:
		tag := append(be16(uint16(m.IntN(3)*50)), be16(t)...)
		return []uint16{0x8100, 0x88a8, 0x9100}[m.IntN(3)], append(tag, inner...)
	case 2:
		label := binary.BigEndian.AppendUint32(nil, uint32(15+m.IntN(3))<<12|uint32(m.IntN(2))<<8|64)
		return 0x8847, append(label, inner...)
	case 3:
		ppp := map[uint16]uint16{0x0800: 0x21, 0x86dd: 0x57}[t]
		session := append([]byte{0x11, 0, 0, byte(m.IntN(3)), 0, 0}, be16(ppp)...)
		return 0x8864, append(session, inner...)
	case 4:
		return m.geneve(t, inner)
	}
	return uint16(3 + m.IntN(100)), append([]byte{0xaa, 0xaa, 3, 0, 0, 0, byte(t >> 8), byte(t)}, inner...)
}

func (m *maker) geneve(t uint16, inner []byte) (uint16, []byte) {
	options := m.IntN(3)
	if m.IntN(2) == 0 || t == 0x8100 || t == 0x88a8 || t == 0x9100 {
		inner = append(append([]byte{0, 0x11, 0x22, 0x33, 0x44, 0x55, 0, 0, 0, 0, 0, 1}, be16(t)...), inner...)
		t = 0x6558
	}
	header := append([]byte{byte(options), 0}, be16(t)...)
	header = append(header, 0, 0, byte(m.IntN(12)), 0)
	header = append(header, make([]byte, 4*options)...)
	udp := append(append(be16(uint16(m.IntN(65536))), be16(6081)...), 0, 0, 0, 0)
	payload := append(append(udp, header...), inner...)
	if m.IntN(2) == 0 {
		ip := make([]byte, 40)
		ip[0], ip[6], ip[7] = 0x60, 17, 64
		return 0x86dd, append(ip, payload...)
	}
	ip := make([]byte, 20+4*m.IntN(2))
	ip[0], ip[8], ip[9] = 0x40|byte(len(ip)/4), 64, 17
	return 0x0800, append(ip, payload...)
}

// header returns a link-layer header with the addresses and the EtherType.
func (m *maker) header(link packet.LinkType, t uint16, macs []byte) []byte {
	ppp := be16(map[uint16]uint16{0x0800: 0x21, 0x86dd: 0x57, 0x8847: 0x281}[t])
	switch link {
	case packet.LinkEthernet:
		return append(macs[:12:12], be16(t)...)
	case packet.LinkLinuxSLL:
		return append(append([]byte{0, byte(m.IntN(5)), 0, 1, 0, 6}, macs[:8]...), be16(m.cooked(t))...)
	case packet.LinkLinuxSLL2:
		h := append(be16(t), 0, 0, 0, 0, 0, 1, 0, 1, byte(m.IntN(5)), 6)
		return append(h, macs[:8]...)
	case packet.LinkNull:
		return []byte{map[uint16]byte{0x0800: 2, 0x86dd: 10}[t], 0, 0, 0}
	case packet.LinkLoop:
		return []byte{0, 0, 0, map[uint16]byte{0x0800: 2, 0x86dd: 10}[t]}
	case packet.LinkPPP, packet.LinkPPPHDLC:
		return append([]byte{0xff, 3}, ppp...)
	case packet.LinkPPPDir:
		return append([]byte{byte(m.IntN(2)), 0xff, 3}, ppp...)
	case packet.LinkCiscoHDLC:
		return append([]byte{0x0f, 0}, be16(t)...)
	case packet.LinkPPPoE:
		return append([]byte{0x11, 0, 0, 1, 0, 0}, ppp...)
	}
	if isWirelessLink(link) {
		return m.wireless(link, t, macs)
	}
	return nil
}

func (m *maker) cooked(t uint16) uint16 {
	if t < 0x600 {
		return uint16(m.IntN(6))
	}
	return t
}

func (m *maker) wireless(link packet.LinkType, t uint16, macs []byte) []byte {
	var h []byte
	padded := false
	switch link {
	case packet.LinkRadiotap:
		present := byte(m.IntN(4))
		h = []byte{0, 0, 0, 0, present, 0, 0, 0}
		if present&1 != 0 {
			h = append(h, make([]byte, 8)...)
		}
		flags := byte(m.IntN(2) * 0x20)
		if present&2 != 0 {
			h = append(h, flags, 0)
			padded = flags != 0
		}
		h = append(h, make([]byte, 2+4*m.IntN(3)+len(h)&2^2)...)
		h[2] = byte(len(h))
	case packet.LinkPPI:
		h = make([]byte, 8+4*m.IntN(3))
		h[2], h[4] = byte(len(h)), byte(packet.LinkIEEE80211)
	case packet.LinkAVS:
		h = make([]byte, 64)
		binary.BigEndian.PutUint32(h, 0x80211001)
		binary.BigEndian.PutUint32(h[4:], uint32(len(h)))
	case packet.LinkPrism:
		h = make([]byte, 144)
		h[0] = 0x44
	}
	control := byte(m.IntN(16)<<4 | m.IntN(3)<<2)
	flags := byte(m.IntN(3))
	if m.IntN(2) == 0 {
		control = 0x08 | byte(m.IntN(2))<<7
	}
	own := []byte{0, 0x11, 0x22, 0x33, 0x44, 0x55}
	n := len(h)
	h = append(h, control, flags, 0, 0)
	for i := range 3 {
		switch m.IntN(3) {
		case 0:
			h = append(h, own...)
		default:
			h = append(h, macs[6*(i&1):6*(i&1)+6]...)
		}
	}
	h = append(h, 0, 0)
	if control&0x8c == 0x88 {
		h = append(h, 0, 0)
	}
	if padded {
		h = append(h, make([]byte, (len(h)-n)&3)...)
	}
	return append(h, 0xaa, 0xaa, 3, 0, 0, 0, byte(t>>8), byte(t))
}
