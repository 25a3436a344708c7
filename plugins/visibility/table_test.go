package visibility

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/flowkey"
)

// pairFor returns the pair of the socket at the local end.
func pairFor(network string, local, remote netip.AddrPort) pair {
	p := pair{localPort: local.Port(), remotePort: remote.Port(), protocol: protocolTCP}
	if strings.HasPrefix(network, "udp") {
		p.protocol = protocolUDP
	}
	for to, a := range map[*address]netip.AddrPort{&p.local: local, &p.remote: remote} {
		*to = a.Addr().As16()
		if a.Addr().Is4() {
			flowkey.PutIPv4(to, a.Addr().AsSlice())
		}
	}
	return p
}

func pairAt(local, remote string) pair {
	return pairFor("tcp", netip.MustParseAddrPort(local), netip.MustParseAddrPort(remote))
}

func TestSocketsAreFoundByWhatTheyAreBoundTo(t *testing.T) {
	c := &counters{}
	s := newTable(100, time.Hour, c)
	client, server := &Process{PID: 1}, &Process{PID: 2}
	p := pairAt("10.0.0.1:40000", "10.0.0.2:80")
	require.Nil(t, s.find(&p, 0))
	s.put(p, client, 1000)
	require.Same(t, client, s.find(&p, 1000))
	require.Nil(t, s.find(&p, 1001), "seen before that")
	require.True(t, s.seenSince(&p, 1000))
	require.False(t, s.seenSince(&p, 1001))

	accepted := pairAt("10.0.0.1:80", "10.0.0.2:40000")
	for _, local := range []address{accepted.local, anyIPv4, {}} {
		s := newTable(100, time.Hour, c)
		s.put(accepted.bound(local), server, 1)
		require.Same(t, server, s.find(&accepted, 1000), "what is bound does not grow old")
		other := accepted
		other.space = 1
		require.Nil(t, s.find(&other, 0), "another namespace")
		other = accepted
		other.protocol = protocolUDP
		require.Nil(t, s.find(&other, 0))
	}
}

func TestSocketsAreForgotten(t *testing.T) {
	c := &counters{}
	s := newTable(4, time.Hour, c)
	p := pairAt("10.0.0.1:1", "10.0.0.2:80")
	put := func(port uint16) { p.localPort = port; s.put(p, &Process{}, 1) }
	for port := range uint16(6) {
		put(port)
	}
	require.EqualValues(t, 2, c.evicted.Load(), "the oldest generation")
	for port := range uint16(6) {
		p.localPort = port
		require.Equal(t, port >= 2, s.find(&p, 0) != nil, port)
	}
	require.False(t, s.age())
	s.keep = 0
	s.turned = s.turned.Add(-time.Second)
	require.True(t, s.age())
	s.turned = s.turned.Add(-time.Second)
	s.age()
	p.localPort = 5
	require.Nil(t, s.find(&p, 0))
}

func TestHomes(t *testing.T) {
	s := newTable(1, 1, &counters{})
	own := netip.MustParseAddr("10.0.0.1").As16()
	s.homes.Store(&map[address]uint16{own: 3})
	for text, want := range map[string]bool{"10.0.0.1": true, "10.0.0.2": false, "127.9.9.9": true, "::1": true,
		"::2": false, "128.0.0.1": false} {
		a := address(netip.MustParseAddr(text).As16())
		_, local := s.home(&a)
		require.Equal(t, want, local, text)
	}
	a := address(own)
	space, _ := s.home(&a)
	require.EqualValues(t, 3, space)
}

func TestLookingUpAllocatesNothing(t *testing.T) {
	s := newTable(100, time.Hour, &counters{})
	p := pairAt("10.0.0.1:40000", "10.0.0.2:80")
	s.put(p, &Process{PID: 1}, 1000)
	missing := pairAt("10.0.0.1:40001", "10.0.0.2:80")
	require.Zero(t, testing.AllocsPerRun(100, func() {
		s.find(&p, 0)
		s.find(&missing, 0)
	}))
}

func BenchmarkFind(b *testing.B) {
	s := newTable(1<<17, time.Hour, &counters{})
	p := pairAt("10.0.0.1:40000", "10.0.0.2:80")
	for port := range 50_000 {
		p.localPort = uint16(port)
		s.put(p, &Process{}, 1)
	}
	b.ReportAllocs()
	for b.Loop() {
		p.localPort += 7919
		s.find(&p, 0)
	}
}
