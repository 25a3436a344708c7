package visibility

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestControlGroups(t *testing.T) {
	const docker = "/docker/4f5e"
	for _, c := range []struct{ text, want string }{
		{"0::/user.slice/user-0.slice/session-1.scope\n", "/user.slice/user-0.slice/session-1.scope"},
		{"0::/../docker-4f5e.scope\n", "/../docker-4f5e.scope"},
		{"0::/\n", "/"},
		{"12:cpu,cpuacct:/\n4:memory:" + docker + "\n1:name=systemd:/init.scope\n0::/\n", docker},
		{"12:cpu,cpuacct:/a\n8:pids:/b\n1:name=systemd:/c\n", "/b"},
		{"4:memory:/\n3:cpuset:/a:b\n", "/a:b"},
		{"4:memory:/a\n0::/unified\n", "/unified"},
		{"0::/cut", "/cut"},
		{"", ""},
		{"nonsense\n:\n::\n", ""},
	} {
		require.Equal(t, c.want, cgroupOf([]byte(c.text)), c.text)
	}
}

func TestNamesAreCompleted(t *testing.T) {
	is := func(s string) func() string { return func() string { return s } }
	require.Equal(t, "sshd", nameOf("sshd", is("/usr/sbin/sshd-session")))
	require.Equal(t, "systemd-resolved", nameOf("systemd-resolve", is("/usr/lib/systemd/systemd-resolved")))
	require.Equal(t, "a-script-that-is-long", nameOf("a-script-that-i", is("/bin/bash"), is("./a-script-that-is-long")))
	require.Equal(t, "thread-pool-012", nameOf("thread-pool-012", is("/usr/bin/java"), is("")))
}

func TestNumbersOfLinks(t *testing.T) {
	n, ok := numberIn([]byte("socket:[4294967295]"), "socket")
	require.True(t, ok)
	require.Equal(t, uint32(4294967295), n)
	for _, bad := range []string{"", "socket", "socket:[]", "socket:[1", "socket:1]", "socket:[4294967296]", "pipe:[1]",
		"socket:[-1]", "/dev/null", "socket:["} {
		_, ok := numberIn([]byte(bad), "socket")
		require.False(t, ok, bad)
	}
}

func TestIdentifiers(t *testing.T) {
	require.Equal(t, 27283, lastIn([]byte("14.69 14.72 11.20 22/236 27283\n")))
	require.Zero(t, lastIn(nil))
	require.Zero(t, lastIn([]byte("1 x")))
	require.Equal(t, 77, fieldIn([]byte("Name:\tx\nUmask:\t0022\nTgid:\t77\nNgid:\t0\n"), "Tgid:"))
	require.Zero(t, fieldIn([]byte("Name:\tTgid: 7\n"), "Tgid:"))
}

// FuzzProcess parses arbitrary files of /proc.
func FuzzProcess(f *testing.F) {
	f.Add([]byte("4:memory:/a\n0::/b\n"), "systemd-resolve")
	f.Add([]byte("socket:[1]"), "x")
	f.Add([]byte("Name:\tx\nTgid:\t77\n"), "")
	f.Add([]byte("14.69 14.72 11.20 22/236 27283\n"), strings.Repeat("n", 16))
	f.Fuzz(func(t *testing.T, text []byte, name string) {
		require.Contains(t, string(text), cgroupOf(text))
		require.GreaterOrEqual(t, lastIn(text), 0)
		require.GreaterOrEqual(t, fieldIn(text, "Tgid:"), 0)
		if _, ok := numberIn(text, "socket"); ok {
			require.Contains(t, string(text), "socket:[")
		}
		require.True(t, strings.HasPrefix(nameOf(name, func() string { return string(text) }), name))
	})
}
