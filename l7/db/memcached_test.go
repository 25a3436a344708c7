//go:build !nfstream_no_db

package db_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/db"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

var memcachedTables = l7.Compile(db.Protos()[:2])

func newMemcachedEngine() *l7.Engine {
	return l7.NewEngine(memcachedTables, l7.Limits{TCP: 1 << 12, UDP: 32})
}

const (
	anyPort = 40001
	frame   = "\x00\x07\x00\x00\x00\x01\x00\x00"
	zeros   = "\x00\x00\x00\x00\x00\x00\x00\x00"
	// A request and an answer of the binary protocol, from the length of the key on.
	askVersion  = "\x80\x0b" + zeros + "\x00\x00" + "\x00\x00\x00\x07" + zeros
	tellVersion = "\x81\x0b" + zeros + "\x00\x06" + "\x00\x00\x00\x07" + zeros + "1.6.18"
	getKey      = "\x80\x00\x00\x03" + "\x00\x00\x00\x00" + "\x00\x00\x00\x03" + "\x00\x00\x00\x08" + zeros + "key"
	missing     = "\x81\x00" + "\x00\x00\x00\x00\x00\x01" + "\x00\x00\x00\x09" + "\x00\x00\x00\x08" + zeros + "Not found"
)

func TestMemcached(t *testing.T) {
	for _, c := range []struct {
		on    l7.Transport
		turns []string
		want  db.Memcached
	}{
		{l7.TCP, []string{"set key 0 60 3\r\nabc\r\n", "STORED\r\n"}, db.Memcached{Command: "set"}},
		{l7.TCP, []string{"get key\r\n", "END\r\n"}, db.Memcached{Command: "get"}},
		{l7.TCP, []string{"get a b c\r\n", "VALUE a 0 3\r\nabc\r\nEND\r\n"}, db.Memcached{Command: "get"}},
		{l7.TCP, []string{"version\r\n", "VERSION 1.6.18\r\n"}, db.Memcached{Version: "1.6.18", Command: "version"}},
		{l7.TCP, []string{"stats\r\n", "STAT pid 1\r\nSTAT version 1.4.15\r\nEND\r\n"}, db.Memcached{Version: "1.4.15", Command: "stats"}},
		{l7.TCP, []string{"gets k\r\n", "VALUE k 0 15 1\r\nVERSION 9.9.9\r\n\r\nEND\r\n", "version\r\n", "VERSION 1.6\r\n"},
			db.Memcached{Version: "1.6", Command: "gets"}},
		{l7.TCP, []string{"mg key v\r\n", "VA 15\r\nVERSION 9.9.9\r\n\r\n", "version\r\n", "VERSION 1.6\r\n"},
			db.Memcached{Version: "1.6", Command: "mg"}},
		{l7.TCP, []string{"delete key\r\n", "NOT_FOUND\r\n"}, db.Memcached{Command: "delete"}},
		{l7.TCP, []string{"", "VALUE key 0 1\r\na\r\nEND\r\n"}, db.Memcached{}},
		{l7.TCP, []string{askVersion, tellVersion}, db.Memcached{Version: "1.6.18", Command: "version"}},
		{l7.TCP, []string{getKey, missing, askVersion, tellVersion}, db.Memcached{Version: "1.6.18", Command: "get"}},
		{l7.TCP, []string{"", missing + tellVersion}, db.Memcached{Version: "1.6.18"}},
		{l7.UDP, []string{frame + "version\r\n", frame + "VERSION 1.6.18\r\n"}, db.Memcached{Version: "1.6.18", Command: "version"}},
		{l7.UDP, []string{frame + "get key\r\n", "\x00\x07\x00\x00\x00\x02\x00\x00VALUE key 0 2000\r\n" + strings.Repeat("a", 1380),
			frame + "set b 0 0 1\r\na\r\n"}, db.Memcached{Command: "get"}},
		{l7.UDP, []string{frame + askVersion, frame + tellVersion}, db.Memcached{Version: "1.6.18", Command: "version"}},
	} {
		for _, size := range []int{1, 3, 7, 24, 0} {
			if size > 0 && c.on == l7.UDP {
				continue
			}
			k := l7test.Script{On: c.on, Port: anyPort, Size: size, Turns: c.turns}.Play(newMemcachedEngine())
			require.Equal(t, categories.Memcached, k.Flow.Protocol, "%q %d", c.turns, size)
			require.Equal(t, l7.ByInspection, k.Flow.Confidence)
			if !k.Flow.Decided() {
				k.End()
			}
			got := metadata.Get[db.Memcached](k.Metadata)
			if got == nil {
				got = new(db.Memcached)
			}
			require.Equal(t, c.want, *got, "%q %d", c.turns, size)
		}
	}
}

func TestOthersThanMemcached(t *testing.T) {
	for _, turns := range [][]string{
		{"get key\r\n", "$3\r\nabc\r\n"}, {"set key value\r\n", "+OK\r\n"}, {"incr key\r\n", ":1\r\n"}, // Redis
		{"delete 12\r\n", "DELETED\r\n"}, {"stats\r\n", "OK 813\r\n---\n"}, {"put 0 0 60 3\r\nabc\r\n", "INSERTED 1\r\n"}, // beanstalkd
		{"touch 12\r\n", "TOUCHED\r\n"},
		{"version\n", "munin node on a version: 2.0\n"},
		{"STAT\r\n", "+OK 1 100\r\n"}, {"QUIT\r\n", "221 bye\r\n"}, {"quit\r\n", "OK\r\n"}, {"EHLO a\r\n", "250 b\r\n"},
		{"version\r\n", "OK\r\n"}, {"get\r\n", "END\r\n"}, {"get  key\r\n", "END\r\n"}, {"get key\n", "END\n"},
		{"set key 0 60 a\r\n", "ERROR\r\n"}, {"set key 0 60\r\n"}, {"VALUE a\r\n"}, {"VERSION irc.example\r\n"}, {"STORED x\r\n"},
		{"add me to the list\r\n"}, {"\x80\x00\x00\x28\x12\x34\x56\x78" + zeros + zeros + zeros}, // a call of RPC
		{"\x81\x00\x00\x44 CKFDENECFDEFFCFGEFFCCACACACACACA"},                                      // a session of NetBIOS
		{"\x81\x88\x01\x01\x01\x01abcdefghijklmnopqrstuvwxyz"},                                     // WebSocket
		{"\x80\x2e\x01\x03\x01\x00\x15\x00\x00\x00\x10" + zeros + zeros},                           // SSL 2.0
		{"\x80\x00\x00\x00" + zeros + zeros + zeros}, {"\x80\x0b\x00\x01" + zeros + zeros + zeros}, // no key, and one too many
	} {
		k := l7test.Script{On: l7.TCP, Port: anyPort, Turns: turns}.Play(newMemcachedEngine())
		k.End()
		require.Zero(t, k.Flow.Protocol, "%q", turns)
		require.Nil(t, k.Metadata)
	}
	for _, text := range []string{
		"\x12\x34\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01a\x00\x00\x01\x00\x01", // LLMNR
		"\x00\x07\x00\x00\x00\x02\x00\x00get key\r\n", "\x00\x07\x00\x01\x00\x01\x00\x00get key\r\n", frame + "GET key\r\n",
		"\x00\x07\x00\x00\x00\x01\x00\x01get key\r\n", "get key\r\n", frame + "get key",
	} {
		k := l7test.Script{On: l7.UDP, Port: anyPort, Turns: []string{text}}.Play(newMemcachedEngine())
		k.End()
		require.Zero(t, k.Flow.Protocol, "%q", text)
	}
}

func TestMemcachedOnItsPort(t *testing.T) {
	for _, turns := range [][]string{{"get key\r\n"}, {"", "END\r\n"}, {"", "ERROR\r\n"}} {
		k := l7test.Script{On: l7.TCP, Port: 11211, Turns: turns}.Play(newMemcachedEngine())
		require.Equal(t, categories.Memcached, k.Flow.Protocol, "%q", turns)
	}
}

func TestMemcachedSessionsLeaveNothingBehind(t *testing.T) {
	l7test.CheckReuse(t, newMemcachedEngine,
		l7test.Script{On: l7.TCP, Port: anyPort, Turns: []string{"set k 0 0 3\r\nab", "VERSION 1"}},
		l7test.Script{On: l7.TCP, Port: anyPort, Turns: []string{"version\r\n", "VERSION 1.6\r\n"}},
		l7test.Script{On: l7.TCP, Port: anyPort, Turns: []string{getKey, tellVersion}})
}

func TestMemcachedAllocatesItsMetadata(t *testing.T) {
	k := l7test.NewTalk(newMemcachedEngine(), l7.TCP, 40000, anyPort)
	ask, tell := []byte("version\r\n"), []byte("VERSION 1.6.18\r\n")
	k.CheckAllocs(t, 4, func() {
		k.Say(0, ask)
		k.Say(1, tell)
	})
}

func FuzzMemcached(f *testing.F) {
	l7test.Fuzzing{Protos: db.Protos()[:2], Port: anyPort}.Flow(f, [2]string{"get a\r\nset b 0 0 1\r\na\r\n", "VALUE a 0 1\r\nb\r\nEND\r\n"},
		[2]string{"version\r\n", "VERSION 1.6.18\r\n"}, [2]string{getKey + askVersion, missing + tellVersion})
}
