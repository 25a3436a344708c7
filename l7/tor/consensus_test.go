package tor_test

import (
	"fmt"
	"io"
	"net/netip"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7/tor"
)

const header = ` 3
vote-status consensus
consensus-method 34
valid-after 2024-05-01 10:00:00
fresh-until 2024-05-01 11:00:00
valid-until 2024-05-01 13:00:00
known-flags Authority Exit Guard Running
`

const footer = `directory-footer
bandwidth-weights Wbd=0
directory-signature sha256 0232AF901C31A04EE9848595AF9BB7620D4C5B2E 0A
-----BEGIN SIGNATURE-----
r a b c
-----END SIGNATURE-----
`

const ns = "@type network-status-consensus-3 1.0\nnetwork-status-version" + header +
	`r alice AAAAAAAAAAAAAAAAAAAAAAAAAAA BBBBBBBBBBBBBBBBBBBBBBBBBBB 2024-05-01 09:00:00 192.0.2.1 9001 9030
a [2001:db8::1]:9001
s Exit Guard Running
v Tor 0.4.8.11
w Bandwidth=100
p reject 1-65535
r bob AAAAAAAAAAAAAAAAAAAAAAAAAAA BBBBBBBBBBBBBBBBBBBBBBBBBBB 2024-05-01 09:00:00 192.0.2.2 443 0
s Authority Running
` + footer

func microdesc() string {
	s := strings.Replace(ns, "network-status-version 3", "network-status-version 3 microdesc", 1)
	return strings.ReplaceAll(s, " BBBBBBBBBBBBBBBBBBBBBBBBBBB", "")
}

func TestConsensus(t *testing.T) {
	for flavor, text := range map[string]string{"ns": ns, "microdesc": microdesc()} {
		var c tor.Consensus
		n, err := c.ReadFrom(iotest.OneByteReader(strings.NewReader(text)))
		require.NoError(t, err)
		require.EqualValues(t, len(text), n)
		require.Equal(t, flavor, c.Flavor)
		require.Equal(t, 2, c.Relays)
		require.Equal(t, "2024-05-01 13:00:00 +0000 UTC", c.ValidUntil.String())
		for addr, role := range map[string]tor.Role{
			"192.0.2.1:9001":          tor.ORPort | tor.Exit | tor.Guard,
			"[::ffff:192.0.2.1]:9001": tor.ORPort | tor.Exit | tor.Guard,
			"192.0.2.1:9030":          tor.DirPort | tor.Exit | tor.Guard,
			"[2001:db8::1]:9001":      tor.ORPort | tor.Exit | tor.Guard,
			"192.0.2.2:443":           tor.ORPort | tor.Authority,
			"192.0.2.2:0":             0,
			"192.0.2.1:443":           0,
		} {
			require.Equal(t, role, c.Listener(netip.MustParseAddrPort(addr)), addr)
		}
		require.Equal(t, tor.ORPort|tor.Authority, c.Host(netip.MustParseAddr("192.0.2.2")))
	}
}

func TestDocumentsThatAreNone(t *testing.T) {
	var c tor.Consensus
	_, err := c.ReadFrom(strings.NewReader(ns))
	require.NoError(t, err)
	for name, text := range map[string]string{
		"empty": "", "html": "<html>\n",
		"version": "network-status-version 2\n",
		"flavor":  "network-status-version 3 x\n",
		"vote":    strings.Replace(ns, "vote-status consensus", "vote-status vote", 1),
		"cut":     strings.TrimSuffix(ns, footer),
		"time":    strings.Replace(ns, "10:00:00", "10:00", 1),
		"short r": strings.Replace(ns, "443 0", "443", 1),
		"port":    strings.Replace(ns, "9030", "99030", 1),
		"address": strings.Replace(ns, "[2001:db8::1]", "[2001:db8::1", 1),
		"lone a":  strings.Replace(ns, "r alice", "x alice", 1),
	} {
		_, err := c.ReadFrom(strings.NewReader(text))
		require.ErrorIs(t, err, tor.ErrFormat, name)
	}
	require.Equal(t, 2, c.Relays, "it stays as it was")
}

// repeat yields a line for ever.
type repeat struct {
	line string
	at   int
}

func (r *repeat) Read(b []byte) (n int, err error) {
	for n < len(b) {
		k := copy(b[n:], r.line[r.at:])
		n, r.at = n+k, (r.at+k)%len(r.line)
	}
	return n, nil
}

func TestConsensusLimits(t *testing.T) {
	var c tor.Consensus
	for name, line := range map[string]string{
		"document": "v Tor 0.4.8.11" + strings.Repeat(" ", 4000) + "\n",
		"line":     "v",
		"relays":   "r n i d 2024-05-01 09:00:00 192.0.2.2 443 0\n",
	} {
		head := "network-status-version" + header
		_, err := c.ReadFrom(io.MultiReader(strings.NewReader(head), &repeat{line: line}))
		require.ErrorIs(t, err, tor.ErrTooLarge, name)
	}
}

func FuzzConsensus(f *testing.F) {
	f.Add(ns)
	f.Add(microdesc())
	f.Fuzz(func(t *testing.T, text string) {
		var c tor.Consensus
		n, err := c.ReadFrom(strings.NewReader(text))
		require.LessOrEqual(t, n, int64(len(text)))
		if err != nil {
			require.Zero(t, c.Relays)
		}
	})
}

func ExampleConsensus() {
	var c tor.Consensus
	if _, err := c.ReadFrom(strings.NewReader(ns)); err != nil {
		fmt.Println(err)
		return
	}
	role := c.Listener(netip.MustParseAddrPort("192.0.2.1:9001"))
	fmt.Println(c.Relays, "relays until", c.ValidUntil.Format("15:04"))
	fmt.Println("relay:", role&tor.ORPort != 0, "exit:", role&tor.Exit != 0)
	// Output:
	// 2 relays until 13:00
	// relay: true exit: true
}

func ExampleIsMadeUp() {
	for _, host := range []string{"www.e6r5p57kbafwrxj3plz.com", "www.wikipedia.com"} {
		bits, _ := tor.NameScore(host)
		fmt.Printf("%s %.1f %v\n", host, bits, tor.IsMadeUp(host))
	}
	// Output:
	// www.e6r5p57kbafwrxj3plz.com 40.0 true
	// www.wikipedia.com -7.0 false
}
