package visibility

import (
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// made is a folder like /proc. Process 7 has socket 11 as descriptor 3 and socket 22 as descriptor 12. Its child 8
// inherited the second.
func made(t *testing.T) *procfs {
	root := t.TempDir()
	for name, text := range map[string]string{
		"loadavg": "0.00 0.01 0.05 1/2 8\n",
		"7/comm":  "systemd-resolve\n", "7/cgroup": "0::/system.slice\n", "7/status": "Name:\tx\nTgid:\t7\nPPid:\t1\n",
		"8/comm": "child\n", "8/status": "Name:\tx\nTgid:\t8\nPPid:\t7\n",
	} {
		at := filepath.Join(root, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(at), 0o755))
		require.NoError(t, os.WriteFile(at, []byte(text), 0o644))
	}
	for name, to := range map[string]string{
		"7/fd/0": "/dev/null", "7/fd/3": "socket:[11]", "7/fd/12": "socket:[22]", "7/exe": "/lib/systemd/systemd-resolved",
		"7/ns/net": "net:[4026531833]", "8/fd/12": "socket:[22]",
	} {
		at := filepath.Join(root, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(at), 0o755))
		require.NoError(t, os.Symlink(to, at))
	}
	return &procfs{root: root}
}

func TestProcesses(t *testing.T) {
	fs := made(t)
	require.ElementsMatch(t, []int{7, 8}, fs.processes(nil))
	require.Equal(t, 8, fs.newest())
	require.Equal(t, 7, fs.parent(8))
	require.Equal(t, &Process{7, "systemd-resolved", "/system.slice"}, fs.describe(7))
	require.Nil(t, fs.describe(9))
	require.Equal(t, uint32(4026531833), fs.network(7))
	require.Zero(t, fs.network(9))
	found := map[int]uint32{}
	require.NoError(t, fs.sockets(7, func(descriptor int, inode uint32) bool {
		found[descriptor] = inode
		return true
	}))
	require.Equal(t, map[int]uint32{3: 11, 12: 22}, found)
	require.Error(t, fs.sockets(9, nil))
	require.True(t, fs.holds(7, 3, 11))
	require.False(t, fs.holds(7, 3, 22))
}

func TestInheritedSocketsAreTheParents(t *testing.T) {
	fs, sockets := made(t), newTable(100, time.Hour, &counters{})
	o := newOwners(sockets)
	p, q := pairAt("10.0.0.1:1", "10.0.0.2:2"), pairAt("10.0.0.1:2", "10.0.0.2:2")
	require.Empty(t, o.findIn(fs, 8, []wanted{{p, 22}}))
	require.Equal(t, 7, sockets.find(&p, 0).PID)
	require.Equal(t, []int{7}, o.active)
	require.Len(t, o.findIn(fs, 8, []wanted{{q, 11}}), 1)
	require.Empty(t, o.findKnown(fs, []wanted{{q, 22}}), "where it was before")
	require.Equal(t, 7, sockets.find(&q, 0).PID)
	require.NoError(t, os.Remove(fs.path(7, "fd/12")))
	require.Len(t, o.findKnown(fs, []wanted{{q, 22}}), 1, "not there any more")
}

func TestLatestComeFirst(t *testing.T) {
	var list []int
	for _, n := range []int{1, 2, 3, 2, 4, 5} {
		list = toFront(list, n, 3)
	}
	require.Equal(t, []int{5, 4, 2}, list)
}

// entryOf returns a folder entry in the format of getdents64(2).
func entryOf(name string) []byte {
	b := make([]byte, (19+len(name)+1+7)&^7)
	binary.NativeEndian.PutUint16(b[16:], uint16(len(b)))
	copy(b[19:], name)
	return b
}

func FuzzEntry(f *testing.F) {
	f.Add(append(entryOf("123"), entryOf("self")...))
	f.Add(entryOf("99999999999"))
	f.Fuzz(func(t *testing.T, b []byte) {
		for len(b) > 0 {
			n, rest, _ := cutEntry(b)
			require.GreaterOrEqual(t, n, 0)
			require.Less(t, len(rest), len(b))
			b = rest
		}
	})
}
