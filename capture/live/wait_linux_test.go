package live

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/stretchr/testify/require"
)

// changes collects the state changes of a Source's interfaces.
type changes struct {
	mu  sync.Mutex
	all []string
}

func (c *changes) add(name string, now State) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.all = append(c.all, fmt.Sprint(name, " ", now))
}

// await waits until the last change is the given one.
func (c *changes) await(t *testing.T, last string) {
	t.Helper()
	require.Eventually(t, func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		return len(c.all) > 0 && c.all[len(c.all)-1] == last
	}, patience, time.Millisecond, last)
}

// A Source waits for an interface that does not exist yet, and reports its states.
func TestWaitForInterfaceToCome(t *testing.T) {
	eachReader(t, func(t *testing.T, o Options) {
		n := newNetwork(t)
		c := new(changes)
		o.Filter, o.Wait, o.Changed = onlyTest, true, c.add
		src := n.open(n.b, o, "b1", "b0")
		c.await(t, "b1 gone")
		r := record(src)
		from := n.sender(n.a, "a0")
		require.Eventually(t, func() bool { from.send(numbered(1, 60)); return len(r.all()) > 0 }, patience,
			10*time.Millisecond, "the other interface is captured meanwhile")
		n.ip("link", "add", "a1", "netns", n.a, "type", "veth", "peer", "name", "b1", "netns", n.b)
		c.await(t, "b1 down")
		n.configure(n.a, "a1", "3")
		n.configure(n.b, "b1", "4")
		c.await(t, "b1 up")
		from = n.sender(n.a, "a1")
		r.wait(t, func(f capture.Frame) bool {
			from.send(numbered(2, 60))
			return numberOf(f.Data) == 2
		})
		n.ip("-n", n.b, "link", "set", "b1", "down")
		c.await(t, "b1 down")
		n.ip("-n", n.b, "link", "set", "b1", "up")
		c.await(t, "b1 up")
		n.ip("-n", n.b, "link", "del", "b1")
		c.await(t, "b1 gone")
		r.requireGoesOn(t)
		require.False(t, slices.Contains(c.all, "b0 down"))
		require.NoError(t, src.Close())
	})
}

// Sources cannot share an interface that does not exist.
func TestSharedInterfaceIsAbsent(t *testing.T) {
	n := newNetwork(t)
	n.in(n.b, func() {
		_, err := OpenShared([]string{"b1"}, 2, Options{Wait: true})
		require.ErrorIs(t, err, ErrNoInterface)
	})
}

func TestNames(t *testing.T) {
	for _, name := range []string{"eth0", "a.b-c_0@1", "fifteen-bytes-x"} {
		require.True(t, IsName(name), name)
	}
	for _, name := range []string{"", ".", "..", "a/b", "a b", "a:1", "x\x00", "\t", "sixteen-bytes-xx"} {
		require.False(t, IsName(name), name)
	}
}
