package filter_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/capture/filter"
	"github.com/nfstream/nfstream-go/packet"
)

// On frames long enough for all loads, a negation matches exactly if the expression does not.
func TestNotIsTheComplement(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	frames := make([][]byte, 300)
	for i := range frames {
		frames[i] = make([]byte, 4096)
		for j := range 128 {
			frames[i][j] = byte(random.IntN(256))
		}
		for _, at := range []int{2, 3, 4, 16} { // lengths of the headers before IEEE 802.11 and IPv4
			frames[i][at] = byte(random.IntN(2) * 64)
		}
		likely(random, frames[i])
	}
	both := 0
	links := []packet.LinkType{packet.LinkEthernet, packet.LinkLinuxSLL, packet.LinkRaw, packet.LinkIEEE80211}
	for _, link := range links {
		for _, e := range append(oracleExpressions, wirelessExpressions...) {
			if strings.Contains(e, "[") && strings.ContainsAny(e, "/%") || strings.Contains(e, "[len") {
				continue // a division or load failed
			}
			yes, err := filter.Compile(e, link)
			if err != nil {
				continue
			}
			no, err := filter.Compile("not ("+e+")", link)
			require.NoError(t, err)
			for _, f := range frames {
				require.NotEqual(t, yes.Match(f, len(f)), no.Match(f, len(f)), "%s on %s\n%x", e, filter.LinkName(link), f[:64])
				if yes.Match(f, len(f)) {
					both++
				}
			}
		}
	}
	require.Greater(t, both, 1000)
}

// likely writes values that expressions test into a frame.
func likely(random *rand.Rand, f []byte) {
	if random.IntN(4) == 0 {
		return
	}
	for _, at := range []int{12, 14, 16, 18, 20} {
		types := []byte{0x08, 0x00, 0x86, 0xdd, 0x81, 0x00, 0x88, 0x47, 0x08, 0x06}
		n := random.IntN(5)
		copy(f[at:], types[2*n:2*n+2])
	}
	for _, at := range []int{9, 20, 23, 25, 27} {
		f[at] = []byte{6, 17, 1, 58, 132}[random.IntN(5)]
	}
}

func TestMatchAllocatesNothing(t *testing.T) {
	frame := bytesOf(t, macs+"0800"+ipv4TCP)
	for _, e := range []string{
		"", "tcp port 443", "ip[2:2] - 4 * (ip[0] & 0xf) > len - 100", "protochain 6", "geneve or vlan 3",
	} {
		p, err := filter.Compile(e, packet.LinkEthernet)
		require.NoError(t, err)
		require.Zero(t, testing.AllocsPerRun(100, func() { p.Match(frame, len(frame)) }), e)
	}
}

func TestSetCompilesByLinkType(t *testing.T) {
	_, err := filter.NewSet("tcp port")
	require.ErrorContains(t, err, "column 9")
	set, err := filter.NewSet("tcp port 443 and ether broadcast or vlan 100")
	require.NoError(t, err)
	require.Equal(t, "tcp port 443 and ether broadcast or vlan 100", set.Expression())
	frame := bytesOf(t, macs+"0800"+ipv4TCP)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			p, err := set.For(packet.LinkEthernet)
			if err != nil || !p.Match(frame, len(frame)) || p.Link() != packet.LinkEthernet {
				t.Errorf("%v", err)
			}
			_, err = set.For(packet.LinkRaw)
			if err == nil {
				t.Error("raw IP has no MAC addresses")
			}
		})
	}
	wg.Wait()
	a, _ := set.For(packet.LinkEthernet)
	b, _ := set.For(packet.LinkEthernet)
	require.Same(t, a, b)
}

// Long lists become long programs with long jumps.
func TestLongExpressions(t *testing.T) {
	var hosts []string
	for i := range 2000 {
		hosts = append(hosts, fmt.Sprintf("10.%d.%d.1", i>>8, i&255))
	}
	frame := func(address ...byte) []byte {
		f := bytesOf(t, macs+"0800"+ipv4TCP)
		copy(f[26:], address)
		return f
	}
	p, err := filter.Compile("ip and not (src host ("+strings.Join(hosts, " or ")+"))", packet.LinkEthernet)
	require.NoError(t, err)
	requireValid(t, p)
	for i := range 2000 {
		require.False(t, p.Match(frame(10, byte(i>>8), byte(i), 1), 54))
	}
	require.True(t, p.Match(frame(10, 0, 0, 2), 54))
	require.True(t, p.Match(frame(11, 0, 0, 1), 54))
	require.Less(t, len(p.Instructions()), 4096, "one test each, and few others")

	_, err = filter.Compile("host ("+strings.Join(hosts, " or ")+")", packet.LinkEthernet, filter.Live)
	require.ErrorContains(t, err, "more than 4096 instructions")

	both, err := filter.Compile("host ("+strings.Join(hosts, " or ")+") or port 443", packet.LinkEthernet)
	require.NoError(t, err)
	requireValid(t, both)
	require.True(t, both.Match(frame(11, 0, 0, 1), 54))
	require.True(t, both.Match(frame(10, 7, 207, 1), 54))
}
