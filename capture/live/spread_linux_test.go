package live

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"net/netip"
	"testing"
	"time"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/stretchr/testify/require"
)

const (
	protoUDP = 17
	protoTCP = 6
)

// talk is a conversation between two endpoints.
type talk struct {
	id   uint64
	a, b netip.AddrPort
}

// turn is talk in the other direction.
func (t talk) turn() talk { return talk{t.id, t.b, t.a} }

var (
	macs     = [2]string{"\x02\x00\x00\x00\x00\x02", "\x02\x00\x00\x00\x00\x01"}
	trailer  = []byte("conversation")
	v4Talk   = func(i int) talk { return makeTalk(i, "10.1.%d.%d", "10.2.0.%d") }
	v6Talk   = func(i int) talk { return makeTalk(i, "fd01::%x:%x", "fd02::%x") }
	bigOrder = binary.BigEndian
)

func makeTalk(i int, a, b string) talk {
	return talk{uint64(i),
		netip.AddrPortFrom(netip.MustParseAddr(fmt.Sprintf(a, i%5, 1+i%101)), uint16(2000+i*7)),
		netip.AddrPortFrom(netip.MustParseAddr(fmt.Sprintf(b, 1+i%3)), uint16(1+i%5))}
}

// payload ends with the identity of the conversation.
func (t talk) payload() []byte { return bigOrder.AppendUint64(bytes.Clone(trailer), t.id) }

// transport is a UDP datagram or a TCP segment with that payload.
func (t talk) transport(proto byte) []byte {
	h := bigOrder.AppendUint16(bigOrder.AppendUint16(nil, t.a.Port()), t.b.Port())
	if proto == protoTCP {
		h = append(h, 0, 0, 0, 1, 0, 0, 0, 1, 5<<4, 0x10, 0xff, 0xff, 0, 0, 0, 0)
		return append(h, t.payload()...)
	}
	h = bigOrder.AppendUint16(h, uint16(8+len(t.payload())))
	return append(append(h, 0, 0), t.payload()...)
}

// ip is an IP packet of the talk. fragment holds flags and offset, for IPv4 only.
func (t talk) ip(proto byte, fragment uint16, payload []byte) []byte {
	if t.a.Addr().Is6() {
		h := bigOrder.AppendUint16([]byte{0x60, 0, 0, 0}, uint16(len(payload)))
		h = append(append(append(h, proto, 64), t.a.Addr().AsSlice()...), t.b.Addr().AsSlice()...)
		return append(h, payload...)
	}
	h := bigOrder.AppendUint16([]byte{0x45, 0}, uint16(20+len(payload)))
	h = bigOrder.AppendUint16(h, uint16(t.id))
	h = append(bigOrder.AppendUint16(h, fragment), 64, proto, 0, 0)
	h = append(append(h, t.a.Addr().AsSlice()...), t.b.Addr().AsSlice()...)
	return append(h, payload...)
}

func (t talk) plain(proto byte) []byte { return t.ip(proto, 0, t.transport(proto)) }

// frame is an Ethernet frame, in one of two directions.
func frame(direction int, ether uint16, payload []byte) []byte {
	f := append([]byte(macs[direction]), macs[1-direction]...)
	return append(bigOrder.AppendUint16(f, ether), payload...)
}

func (t talk) ether() uint16 {
	if t.a.Addr().Is6() {
		return etherIPv6
	}
	return etherIPv4
}

// kinds are kinds of traffic. Each function returns the frames of one direction d of the conversation t.
var kinds = map[string]func(t talk, direction int) [][]byte{
	"tcp": func(t talk, d int) [][]byte { return [][]byte{frame(d, t.ether(), t.plain(protoTCP))} },
	"udp": func(t talk, d int) [][]byte { return [][]byte{frame(d, t.ether(), t.plain(protoUDP))} },
	"vlan": func(t talk, d int) [][]byte {
		return [][]byte{tag(frame(d, t.ether(), t.plain(protoTCP)), tpidCustomer, 5)}
	},
	"stacked vlans": func(t talk, d int) [][]byte {
		return [][]byte{tag(tag(frame(d, t.ether(), t.plain(protoUDP)), tpidCustomer, 5), etherSTag, 6)}
	},
	// A fragmented and an unfragmented datagram of the same flow.
	"fragments": func(t talk, d int) [][]byte {
		if t.ether() == etherIPv6 {
			first := append([]byte{protoUDP, 0, 0, 1, 0, 0, 0, 1}, t.transport(protoUDP)...)
			second := append([]byte{protoUDP, 0, 0, 0x20, 0, 0, 0, 1}, t.payload()...)
			return [][]byte{frame(d, etherIPv6, t.ip(44, 0, first)), frame(d, etherIPv6, t.ip(44, 0, second)),
				frame(d, etherIPv6, t.plain(protoUDP))}
		}
		return [][]byte{frame(d, etherIPv4, t.ip(protoUDP, 0x2000, t.transport(protoUDP))),
			frame(d, etherIPv4, t.ip(protoUDP, 4, t.payload())), frame(d, etherIPv4, t.plain(protoUDP))}
	},
	// The source port of VXLAN differs by direction (RFC 7348, section 5).
	"vxlan": func(t talk, d int) [][]byte {
		inner := frame(d, etherIPv4, talk{t.id, v4Talk(3).a, v4Talk(3).b}.plain(protoTCP))
		outer := talk{t.id, netip.AddrPortFrom(t.a.Addr(), uint16(50000+17*d+int(t.id))),
			netip.AddrPortFrom(t.b.Addr(), 4789)}
		h := bigOrder.AppendUint16(bigOrder.AppendUint16(nil, outer.a.Port()), outer.b.Port())
		h = append(bigOrder.AppendUint16(h, uint16(16+len(inner))), 0, 0, 8, 0, 0, 0, 0, 0, 5, 0)
		return [][]byte{frame(d, t.ether(), outer.ip(protoUDP, 0, append(h, inner...)))}
	},
	"gre": func(t talk, d int) [][]byte {
		return [][]byte{frame(d, t.ether(), t.ip(47, 0, append([]byte{0, 0, 8, 0}, innerTalk(t, d).plain(protoTCP)...)))}
	},
	"ip in ip": func(t talk, d int) [][]byte {
		return [][]byte{frame(d, t.ether(), t.ip(4, 0, innerTalk(t, d).plain(protoUDP)))}
	},
	"mpls": func(t talk, d int) [][]byte { // labels differ by direction
		return [][]byte{frame(d, 0x8847, append([]byte{0, byte(t.id), 0x11 + byte(d)<<4, 64}, t.plain(protoTCP)...))}
	},
	"pppoe": func(t talk, d int) [][]byte {
		return [][]byte{frame(d, 0x8864, append([]byte{0x11, 0, 0, 1, 1, 0, 0, 0x21}, t.plain(protoUDP)...))}
	},
}

// innerTalk is the conversation inside a tunnel between the ends of t.
func innerTalk(t talk, direction int) talk {
	inner := v4Talk(int(t.id) * 13)
	if inner.id = t.id; direction == 1 {
		return inner.turn()
	}
	return inner
}

// spreadOf sends all conversations of a kind in both directions through b0 and returns the number of packets that
// each of n Sources received.
func spreadOf(t *testing.T, net *network, kind func(talk, int) [][]byte, n int, spread Spread) map[uint64][]int {
	sources := net.openShared(net.b, n, Options{RingSize: 4 << 20, BlockSize: 1 << 16, Spread: spread,
		BlockTimeout: 20 * time.Millisecond}, "b0")
	var recorders []*recorder
	for _, s := range sources {
		recorders = append(recorders, record(s))
	}
	in, out := net.sender(net.a, "a0"), net.sender(net.b, "b0")
	const conversations = 300
	sent := 0
	for i := range conversations {
		talk := v4Talk(i)
		if i%2 == 1 {
			talk = v6Talk(i)
		}
		there, back := kind(talk, 0), kind(talk.turn(), 1)
		in.send(there...)
		out.send(back...)
		sent += len(there) + len(back)
	}
	got := map[uint64][]int{}
	require.Eventually(t, func() bool {
		clear(got)
		return countTalks(recorders, got) >= sent
	}, patience, 20*time.Millisecond)
	require.Equal(t, sent, countTalks(recorders, map[uint64][]int{}))
	require.Len(t, got, conversations)
	for i, s := range sources {
		s.Close()
		<-recorders[i].ended
	}
	return got
}

func countTalks(recorders []*recorder, got map[uint64][]int) (sum int) {
	for i, r := range recorders {
		for _, f := range r.all() {
			at := bytes.LastIndex(f.Data, trailer)
			if at < 0 {
				continue // not from the test
			}
			id := bigOrder.Uint64(f.Data[at+len(trailer):])
			if got[id] == nil {
				got[id] = make([]int, len(recorders))
			}
			got[id][i]++
			sum++
		}
	}
	return sum
}

// split returns the number of conversations that more than one Source received, and the number of Sources that
// received any.
func split(got map[uint64][]int, n int) (conversations, busy int) {
	seen := make([]bool, n)
	for _, counts := range got {
		sources := 0
		for i, c := range counts {
			if c > 0 {
				sources++
				seen[i] = true
			}
		}
		if sources > 1 {
			conversations++
		}
	}
	for _, s := range seen {
		if s {
			busy++
		}
	}
	return conversations, busy
}

// Both directions of a flow, all its fragments, and all packets of a tunnel go to one Source.
func TestSpreadByAddresses(t *testing.T) {
	net := newNetwork(t)
	for name, kind := range kinds {
		for _, n := range []int{2, 4} {
			t.Run(fmt.Sprint(name, "/", n), func(t *testing.T) {
				got := spreadOf(t, net, kind, n, ByAddresses)
				conversations, busy := split(got, n)
				require.Zero(t, conversations)
				if name != "mpls" && name != "pppoe" { // these have one pair of MAC addresses
					require.Equal(t, n, busy)
				}
			})
		}
	}
}

// The documented properties of the kernel's hash.
func TestSpreadByFlow(t *testing.T) {
	together := map[string]bool{"tcp": true, "udp": true}
	net := newNetwork(t)
	for name, kind := range kinds {
		t.Run(name, func(t *testing.T) {
			got := spreadOf(t, net, kind, 4, ByFlow)
			conversations, busy := split(got, 4)
			t.Logf("%d of %d conversations are split, among %d sources", conversations, len(got), busy)
			if together[name] {
				require.Zero(t, conversations)
				require.Equal(t, 4, busy)
			}
			if name == "vxlan" || name == "fragments" || name == "vlan" {
				require.NotZero(t, conversations)
			}
		})
	}
}

// Sources of one group share all packets, and a Source of Open can join the group.
func TestJoinGroup(t *testing.T) {
	n := newNetwork(t)
	o := Options{Group: 77, RingSize: 4 << 20}
	recorders := []*recorder{record(n.open(n.b, o, "b0")), record(n.open(n.b, o, "b0"))}
	from := n.sender(n.a, "a0")
	const count = 200
	for i := range count {
		from.send(kinds["udp"](v4Talk(i), 0)...)
	}
	require.Eventually(t, func() bool { return countTalks(recorders, map[uint64][]int{}) == count }, patience,
		10*time.Millisecond)
	for _, r := range recorders {
		require.NotEmpty(t, r.all())
	}
}

func TestSharedTunAndAny(t *testing.T) {
	n := newNetwork(t)
	tun := n.tun()
	for _, name := range []string{"tun0", Any} {
		sources := n.openShared(n.b, 4, Options{RingSize: 4 << 20}, name)
		var recorders []*recorder
		for _, s := range sources {
			recorders = append(recorders, record(s))
		}
		const count = 200
		for i := range count {
			tun.Write(v4Talk(i).plain(protoUDP))
			tun.Write(v4Talk(i).turn().plain(protoUDP))
		}
		got := map[uint64][]int{}
		require.Eventually(t, func() bool { clear(got); return countTalks(recorders, got) == 2*count }, patience,
			10*time.Millisecond)
		conversations, busy := split(got, 4)
		require.Zero(t, conversations)
		require.Equal(t, 4, busy)
		for _, s := range sources {
			s.Close()
		}
	}
}

func TestSharedInterfaceGoesDown(t *testing.T) {
	n := newNetwork(t)
	var frames []capture.Frame
	sources := n.openShared(n.b, 2, Options{RingSize: 4 << 20}, "b0")
	n.sender(n.a, "a0").send(kinds["udp"](v4Talk(1), 0)...)
	n.ip("-n", n.b, "link", "set", "b0", "down")
	for _, s := range sources {
		r := record(s)
		<-r.ended
		require.ErrorIs(t, r.err, ErrInterfaceDown)
		frames = append(frames, r.frames...)
	}
	require.NotEmpty(t, frames)
}
