package packet

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// pieces splits the IP packet of an Ethernet frame into fragments with n bytes of data, a multiple of eight.
func pieces(frame []byte, n int) (fragments [][]byte) {
	head := ethernetLength + ipv4MinLength
	six := frame[12] == 0x86
	if six {
		head = ethernetLength + ipv6Length
	}
	data := frame[head:]
	for from := 0; from < len(data); from += n {
		part := data[from:min(len(data), from+n)]
		more := from+n < len(data)
		b := slices.Clone(frame[:head])
		if six {
			b = append(b, b[20], 0, 0, 0, 0, 0, 0, 7)
			field := uint16(from)
			if more {
				field |= ipv6FragmentMore
			}
			binary.BigEndian.PutUint16(b[head+2:], field)
			b[20] = protoFragment
			binary.BigEndian.PutUint16(b[18:], uint16(len(part)+ipv6FragmentLength))
		} else {
			field := uint16(from / 8)
			if more {
				field |= ipv4More
			}
			binary.BigEndian.PutUint16(b[20:], field)
			binary.BigEndian.PutUint16(b[16:], uint16(len(part)+ipv4MinLength))
		}
		fragments = append(fragments, append(b, part...))
	}
	return fragments
}

// holding is a Decoder that holds fragments, and the packets that it decoded.
type holding struct {
	*Decoder
	counts  Counts
	packets []Packet
	buf     []byte
}

func newHolding() *holding { return &holding{Decoder: NewDecoder(Options{Tunnels: true, Hold: true})} }

func (h *holding) decode(t *testing.T, frame []byte, link LinkType, at time.Duration) {
	t.Helper()
	p := Packet{Data: frame, WireLength: uint32(len(frame)), Time: int64(at), Link: link}
	s := h.Decode(&p, link)
	h.counts.Count(s, &p)
	if s == OK {
		requireConsistent(t, &p)
		h.packets = append(h.packets, p)
	}
	h.drain(t, at)
}

func (h *holding) drain(t *testing.T, at time.Duration) {
	t.Helper()
	for h.Due(int64(at)) {
		var p Packet
		var ok bool
		if h.buf, ok = h.Next(&p, int64(at), h.buf, &h.counts); !ok {
			require.False(t, h.Due(int64(at)))
			return
		}
		requireConsistent(t, &p)
		h.packets = append(h.packets, p)
	}
}

// A later fragment that arrives before the first one belongs to its flow and keeps its own time.
func TestLastFragmentFirst(t *testing.T) {
	for _, frames := range [][2][]byte{{fragment4(1, 100), fragment4(1, ipv4More)},
		{fragment6(1, 8), fragment6(1, ipv6FragmentMore)}} {
		h := newHolding()
		h.decode(t, frames[0], LinkRaw, 1)
		require.Empty(t, h.packets)
		require.Equal(t, 1, h.Held())
		require.EqualValues(t, 1, h.counts[Held])
		h.decode(t, frames[1], LinkRaw, 2)
		require.Len(t, h.packets, 2)
		first, later := h.packets[0], h.packets[1]
		require.NotZero(t, first.Key.PortA)
		require.Equal(t, first.Key, later.Key)
		require.True(t, later.Fragment)
		require.False(t, later.Orphan)
		require.EqualValues(t, 1, later.Time)
		require.Equal(t, frames[0], later.Data)
		require.Zero(t, h.Held())
		require.Equal(t, Counts{OK: 2}, h.counts)
	}
}

// A fragment has no ports if the first one never arrives.
func TestFragmentsDoNotWaitForLong(t *testing.T) {
	h := newHolding()
	h.decode(t, fragment4(1, 100), LinkRaw, 0)
	h.decode(t, udp4, LinkRaw, fragmentTimeoutOf(1)-1)
	require.Len(t, h.packets, 1)
	h.decode(t, udp4, LinkRaw, fragmentTimeoutOf(1))
	require.Len(t, h.packets, 3)
	require.Equal(t, key("10.0.0.1:0", "10.0.0.2:0", protoUDP), h.packets[2].Key)
	require.True(t, h.packets[2].Orphan)
	require.Equal(t, Counts{OK: 3, Orphan: 1}, h.counts)

	h = newHolding()
	h.decode(t, fragment4(2, 100), LinkRaw, 0)
	h.Flush()
	h.drain(t, 0)
	require.Len(t, h.packets, 1)
	require.False(t, h.Due(1<<62))
}

// inner is a tunnel packet that needs several fragments.
func inner(n int) []byte {
	payload := make([]byte, n)
	for i := range payload {
		payload[i] = byte(i)
	}
	udp := join(payload, udpHeader(1234, 53, n))
	return join(udp, ipv4Header(protoUDP, len(udp)))
}

// tunnelPackets are frames that encapsulate inner packets.
func tunnelPackets() map[string][]byte {
	in := inner(700)
	gtp := join(in, "30ff 02d8 00000001")
	udp := join(gtp, udpHeader(2152, 2152, len(gtp)))
	return map[string][]byte{
		"GTP":         inUDP(2152, 2152, in, "30ff 02d8 00000001"),
		"GTP in IPv6": join(udp, ethIPv6, ipv6Header(protoUDP, len(udp))),
		"VXLAN":       inUDP(9, 4789, in, "08000000 00000100", ethIPv4),
		"GRE":         inIPv4(47, in, "0000 0800"),
		"IP in IP":    inIPv4(4, in),
		"MPLS in UDP": inUDP(9, 6635, in, "000111ff"),
	}
}

// A fragmented tunnel packet is reassembled, in any order of its fragments.
func TestTunnelInFragments(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for name, frame := range tunnelPackets() {
		want := Packet{Data: frame, WireLength: uint32(len(frame))}
		require.Equal(t, OK, NewDecoder(Options{Tunnels: true}).Decode(&want, LinkEthernet), name)
		require.NotZero(t, want.Key.Tunnel)
		for round := range 20 {
			parts := pieces(frame, 8*(1+random.IntN(60)))
			if round > 0 {
				random.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
			}
			if len(parts) > heldFrames-1 {
				continue
			}
			h, wire := newHolding(), 0
			for i, part := range parts {
				h.decode(t, part, LinkEthernet, time.Duration(i))
				wire += len(part)
			}
			require.Len(t, h.packets, 1, "%s, %d fragments", name, len(parts))
			got := h.packets[0]
			require.Equal(t, want.Key, got.Key, name)
			require.Equal(t, string(want.TransportPayload()), string(got.TransportPayload()))
			require.Equal(t, [3]uint32{want.IPLength, want.TransportLength, want.PayloadLength},
				[3]uint32{got.IPLength, got.TransportLength, got.PayloadLength})
			require.EqualValues(t, wire, got.WireLength, "of all frames")
			require.EqualValues(t, len(parts)-1, got.Time, "that of the last frame")
			require.False(t, got.Partial)
			require.Equal(t, Counts{OK: uint64(len(parts)), Reassembled: 1}, h.counts)
			require.Zero(t, h.Held())
		}
	}
}

// An incomplete tunnel packet is decoded from its first fragment only.
func TestTunnelOfWhichAFragmentIsMissing(t *testing.T) {
	for name, frame := range tunnelPackets() {
		parts := pieces(frame, 240)
		require.Len(t, parts, 4, name)
		h := newHolding()
		for _, part := range [][]byte{parts[3], parts[0], parts[1]} {
			h.decode(t, part, LinkEthernet, 0)
		}
		require.Empty(t, h.packets, name)
		h.decode(t, udp4, LinkRaw, fragmentTimeoutOf(1))
		require.Len(t, h.packets, 4, name)
		inside, outside := 0, 0
		for _, p := range h.packets[1:] {
			switch {
			case p.Key.Tunnel != TunnelNone:
				inside++
				require.True(t, p.Partial)
				require.EqualValues(t, 728, p.IPLength)
			case p.Fragment:
				outside++
				require.False(t, p.Orphan, name)
			}
		}
		require.Equal(t, [2]int{1, 2}, [2]int{inside, outside}, name)
		require.Equal(t, Counts{OK: 4, Partial: 1}, h.counts, name)
	}
}

// If a port suggests a tunnel and the content is none, the fragments are the same with and without Hold.
func TestFragmentsOfNoTunnel(t *testing.T) {
	frame := inUDP(9, 3544, make([]byte, 500))
	plain := NewDecoder(Options{Tunnels: true})
	h := newHolding()
	var want []Packet
	for _, part := range pieces(frame, 160) {
		p := Packet{Data: part, WireLength: uint32(len(part)), Link: LinkEthernet}
		require.Equal(t, OK, plain.Decode(&p, LinkEthernet))
		want = append(want, p)
		h.decode(t, part, LinkEthernet, 0)
	}
	require.Equal(t, want, h.packets)
	require.Equal(t, Counts{OK: uint64(len(want))}, h.counts)
}

// A flood of fragments stays within the bounds, and each fragment becomes a packet.
func TestHeldFragmentsAreBounded(t *testing.T) {
	h := newHolding()
	const n = 20 * heldFrames
	big := pieces(inUDP(9, 2152, make([]byte, 40_000), "30ff 9c40 00000001"), 15_000)
	for id := range uint16(n) {
		frame := fragment4(id, 100)
		link := LinkRaw
		if id%3 == 0 {
			frame, link = slices.Clone(big[id%2]), LinkEthernet
			binary.BigEndian.PutUint16(frame[18:], id)
		}
		h.decode(t, frame, link, time.Duration(id))
		require.LessOrEqual(t, h.Held(), heldFrames)
		memory := 0
		for i := range h.fragments.held.frames {
			memory += cap(h.fragments.held.frames[i].data)
		}
		require.LessOrEqual(t, memory, 2*heldBytes+heldFrames*heldBuffer)
	}
	h.Flush()
	h.drain(t, 0)
	require.Len(t, h.packets, n)
	require.EqualValues(t, n, h.counts[OK])
	require.Zero(t, h.counts[Held])
}

func TestHoldingAllocatesNothing(t *testing.T) {
	parts := pieces(tunnelPackets()["GTP"], 240)
	for _, part := range pieces(inUDP(9, 53, make([]byte, 400)), 240) {
		parts = append(parts, changed(part, 19, 9)) // another identification
	}
	slices.Reverse(parts)
	d := NewDecoder(Options{Tunnels: true, Hold: true})
	var buf []byte
	var counts Counts
	round := func() {
		var p Packet
		buf = buf[:0]
		for _, part := range parts {
			p.Data, p.WireLength, p.Time = part, uint32(len(part)), 1
			d.Decode(&p, LinkEthernet)
			for ok := true; ok && d.Due(1); {
				buf, ok = d.Next(&p, 1, buf, &counts)
			}
		}
	}
	round()
	require.Zero(t, testing.AllocsPerRun(100, round))
	require.Positive(t, counts[Reassembled])
}

// FuzzHold decodes fragments of any form in any order. Each becomes exactly one packet.
func FuzzHold(f *testing.F) {
	for _, frame := range tunnelPackets() {
		f.Add(frame, uint16(240), uint64(1))
		f.Add(frame, uint16(64), uint64(2))
	}
	f.Fuzz(func(t *testing.T, frame []byte, size uint16, seed uint64) {
		if len(frame) < ethernetLength+ipv6Length || len(frame) > 2000 || size%1024 < 64 {
			return
		}
		random := rand.New(rand.NewPCG(seed, 0))
		parts := pieces(frame, int(size%1024)&^7)
		random.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		h := newHolding()
		for i, part := range parts {
			if random.IntN(8) == 0 {
				part[14+random.IntN(len(part)-14)]++
			}
			part = part[:len(part)-min(random.IntN(4), len(part)-14)*random.IntN(2)]
			h.decode(t, part, LinkEthernet, time.Duration(i)*time.Second)
		}
		h.Flush()
		h.drain(t, 1<<40)
		var all uint64
		for s := range NumStatus {
			all += h.counts[s]
		}
		require.EqualValues(t, len(parts), all)
		require.Zero(t, h.counts[Held])
		require.LessOrEqual(t, len(h.packets), len(parts))
	})
}

// At the last time that there is, a Decoder that holds nothing releases nothing.
func TestNothingIsReleasedAtTheEndOfTime(t *testing.T) {
	var counts Counts
	_, ok := NewDecoder(Options{Hold: true}).Next(new(Packet), math.MaxInt64, nil, &counts)
	require.False(t, ok)
}
