package visibility

import (
	"encoding/binary"
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"
)

// diagOf returns a struct inet_diag_msg.
func diagOf(state uint8, local, remote netip.AddrPort, inode uint32) []byte {
	b := make([]byte, socketSize)
	b[0], b[1] = familyIPv6, state
	if local.Addr().Is4() {
		b[0] = familyIPv4
	}
	binary.BigEndian.PutUint16(b[4:], local.Port())
	binary.BigEndian.PutUint16(b[6:], remote.Port())
	copy(b[8:], local.Addr().AsSlice())
	copy(b[24:], remote.Addr().AsSlice())
	binary.NativeEndian.PutUint32(b[68:], inode)
	return b
}

// messageOf returns a netlink message.
func messageOf(kind uint16, sequence uint32, body []byte) []byte {
	b := make([]byte, messageHeader, messageHeader+len(body)+3)
	binary.NativeEndian.PutUint32(b, uint32(messageHeader+len(body)))
	binary.NativeEndian.PutUint16(b[4:], kind)
	binary.NativeEndian.PutUint32(b[8:], sequence)
	b = append(b, body...)
	return append(b, make([]byte, -len(b)&3)...)
}

func TestSockets(t *testing.T) {
	for _, ends := range [][2]string{
		{"10.0.0.1:40000", "10.0.0.2:80"}, {"[fd00::1]:40000", "[fd00::2]:80"},
		{"[::ffff:10.0.0.1]:1", "[::ffff:10.0.0.2]:2"},
	} {
		local, remote := netip.MustParseAddrPort(ends[0]), netip.MustParseAddrPort(ends[1])
		s, ok := parseSocket(diagOf(1, local, remote, 77))
		require.True(t, ok)
		want := pairFor("tcp", local, remote)
		want.protocol = 0
		require.Equal(t, socket{pair: want, state: 1, inode: 77}, s)
	}
	s, ok := parseSocket(diagOf(7, netip.MustParseAddrPort("0.0.0.0:53"), netip.MustParseAddrPort("0.0.0.0:0"), 1))
	require.True(t, ok)
	require.Equal(t, pair{local: anyIPv4, localPort: 53}, s.pair, "not connected")

	b := diagOf(1, netip.MustParseAddrPort("[::1]:1"), netip.MustParseAddrPort("[::1]:2"), 1)
	_, ok = parseSocket(b[:socketSize-1])
	require.False(t, ok)
	b[0] = 1
	_, ok = parseSocket(b)
	require.False(t, ok, "family")
}

func TestMessages(t *testing.T) {
	b := append(messageOf(byFamily, 5, []byte("odd")), messageOf(messageDone, 6, nil)...)
	m, rest, ok := cutMessage(b)
	require.True(t, ok)
	require.Equal(t, message{byFamily, 5, []byte("odd")}, m)
	m, rest, ok = cutMessage(rest)
	require.True(t, ok)
	require.EqualValues(t, messageDone, m.kind)
	require.Zero(t, m.errorOf())
	require.Empty(t, rest)
	for n := range messageHeader + 3 {
		_, _, ok = cutMessage(b[:n])
		require.False(t, ok, n)
	}
	b[0] = messageHeader - 1
	_, _, ok = cutMessage(b)
	require.False(t, ok, "shorter than its header")

	m = message{kind: messageError, body: binary.NativeEndian.AppendUint32(nil, ^uint32(1))}
	require.Equal(t, 2, m.errorOf())
}

func TestQueries(t *testing.T) {
	p := pairFor("udp", netip.MustParseAddrPort("10.0.0.1:258"), netip.MustParseAddrPort("10.0.0.2:772"))
	b := appendQuery(nil, &query{family: familyIPv4, pair: p, states: everyState, device: 9, sequence: 3})
	m, rest, ok := cutMessage(b)
	require.True(t, ok)
	require.Empty(t, rest)
	require.EqualValues(t, 3, m.sequence)
	require.Equal(t, []byte{3, 4, 1, 2, 10, 0, 0, 2}, m.body[8:16], "of UDP the ends are the other way round")
	p.protocol = protocolTCP
	b = appendQuery(nil, &query{family: familyIPv4, pair: p})
	require.Equal(t, []byte{1, 2, 3, 4, 10, 0, 0, 1}, b[24:32])
	b = appendQuery(nil, &query{family: familyIPv6, all: true, states: livingTCP})
	require.EqualValues(t, flagRequest|flagDump, binary.NativeEndian.Uint16(b[6:]))
}

func TestAddresses(t *testing.T) {
	attribute := func(kind uint16, value ...byte) []byte {
		b := binary.NativeEndian.AppendUint16(nil, uint16(4+len(value)))
		return append(binary.NativeEndian.AppendUint16(b, kind), value...)
	}
	head := append([]byte{familyIPv4}, make([]byte, addressHeader-1)...)
	peer, own := attribute(addressOfPeer, 10, 0, 0, 9), attribute(addressOfLocal, 10, 0, 0, 1)
	label := append(attribute(3, 'a', 0), 0, 0)
	for _, attributes := range [][]byte{append(append(peer, label...), own...), append(append(label, own...), peer...)} {
		a, ok := parseAddress(append(head, attributes...))
		require.True(t, ok)
		require.Equal(t, netip.MustParseAddr("10.0.0.1").As16(), a)
	}
	for n := range addressHeader + 7 {
		_, ok := parseAddress(append(head, own...)[:n])
		require.False(t, ok, n)
	}
}

// FuzzNetlink parses arbitrary answers of a kernel.
func FuzzNetlink(f *testing.F) {
	a, b := netip.MustParseAddrPort("10.0.0.1:40000"), netip.MustParseAddrPort("10.0.0.2:80")
	f.Add(messageOf(byFamily, 1, diagOf(1, a, b, 7)))
	f.Add(append(messageOf(messageError, 1, []byte{254, 255, 255, 255}), messageOf(messageDone, 2, nil)...))
	f.Add(messageOf(newAddress, 1, []byte{2, 8, 0, 0, 0, 0, 0, 0, 8, 0, 2, 0, 10, 0, 0, 1}))
	f.Fuzz(func(t *testing.T, b []byte) {
		for len(b) > 0 {
			m, rest, ok := cutMessage(b)
			if !ok {
				return
			}
			require.LessOrEqual(t, len(m.body)+len(rest), len(b)-messageHeader)
			m.errorOf()
			if s, ok := parseSocket(m.body); ok && s.pair.remotePort == 0 {
				require.Zero(t, s.pair.remote)
			}
			parseAddress(m.body)
			b = rest
		}
	})
}
