//go:build !nfstream_no_db

package db_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/db"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/tls"
)

var newEngine = l7test.Engines(append(db.Protos(), tls.Protos()...))

const (
	sslRequest = "\x00\x00\x00\x08\x04\xd2\x16\x2f"
	greeting   = "\x53\x00\x00\x00\x0a8.0.36\x00\x26\x00\x00\x001^it*r\"M\x00\xff\xff\x08\x02\x00\x0f\x80\x15"
	wantsTLS   = "\x20\x00\x00\x01\x85\xae\xff\x19\x00\x00\x00\x01\xff" +
		"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
)

// Turns are of the client first; an empty one passes.
func TestStreams(t *testing.T) {
	for _, c := range []struct {
		want  categories.ID
		port  uint16
		turns []string
	}{
		{categories.PostgreSQL, 40001, []string{sslRequest, "N", "\x00\x00\x00\x26\x00\x03\x00\x00user\x00"}},
		{0, 40001, []string{"\x00\x00\x00\x08\x04\xd2\x16\x31"}},
		{0, 40001, []string{"\x00\x00\x00\x26\x00\x03\x00\x00used\x00"}},
		{0, 40001, []string{"\x00\x00\x00\x0f\x00\x03\x00\x00user\x00"}},
		{categories.MySQL, 40001, []string{"", greeting}}, {categories.MySQL, 40001, []string{"",
			"\x40\x00\x00\x00\xff\x6a\x04Host 'a' is not allowed"}},
		{0, 40001, []string{"", "\x40\x00\x00\x00\xff\x6a\x04Hello"}},
		{categories.ClickHouse, 9000, []string{"\x00\x18ClickHouse python-driver"}},
		{0, 40001, []string{"", "\x53\x00\x00\x00\x0a8.0.3\x01"}},
		{0, 40001, []string{"", "\x53\x00\x00\x00\x0aabc\x00"}},
		{0, 40001, []string{"", "\x08\x00\x00\x00\x0a8.0.36\x00\x26\x00\x00\x001^it*r\"M\x00"}},
		{0, 40001, []string{"\x53\x00\x00\x01\x0a8"}},
		{categories.MsSQLTDS, 1433, []string{"\x01\x01\x00\x20\x00\x00\x01\x00"}},
		{0, 40001, []string{"\x01\x01\x00\x20\x00\x00\x01\x00"}},
		{0, 40001, []string{"\x10\x01\x00\x90\x00\x00\x01\x00\x87\x00\x00\x00\x04\x00\x00\x74"}},
		{0, 40001, []string{"\x12\x01\x00\x2f\x00\x00\x00\x00\x01\x00"}},
		{categories.MsSQLTDS, 40001, []string{"\x02\x00\x02\x00\x00\x00\x01\x00host"}},
		{0, 40001, []string{"\x02\x00\x02\x01\x00\x00\x01\x00host"}},
		{0, 40001, []string{"\x00\x89\xd0\x41\x00\x01\x00\x84\x10"}}, {0, 40001, []string{"\x00\x89\xd0\x41\x00\x01\x00\x83\x13"}},
		{0, 40001, []string{"\x00\xd4\x00\x00\x02\x00\x00\x00\x01\x3b\x01"}},
		{0, 40001, []string{"\x00\x08\x00\x00\x01\x00\x00\x00"}},
		{0, 40001, []string{"\x3b\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xd4\x07\x00\x00\x00\x00\x00\x00admin\x00"}},
		{0, 40001, []string{"\x3b\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xd9\x07\x00\x00\x00\x00\x00\x00"}},
		{categories.Cassandra, 40001, []string{"\x04\x00\x00\x00\x05\x00\x00\x00\x00"}},
		{0, 40001, []string{"\x04\x00\x00\x00\x05\x00\x00\x00\x01"}},
		{0, 40001, []string{"\x04\x00\x01\x01\x01\x00\x00\x00\x16\x00\x01\x00\x0bcql_VERSION"}},
		{0, 40001, []string{"\x04\x20\x00\x00\x05"}},
		{categories.RESP, 6379, []string{"PING\r\n", "+PONG\r\n"}},
		{categories.RESP, 40001, []string{"PING\r\n", "+PONG\r\n"}}, {categories.RESP, 40001, []string{"SET a b\r\n", "+OK\r\n"}},
		{0, 40001, []string{"PING\r\n", "PONG\r\n"}}, {0, 40001, []string{"AUTH PLAIN\r\n", "+OK\r\n"}},
		{0, 40001, []string{"+OK ready\r\n", "SET a b\r\n"}},
		{0, 6379, []string{"PING\r\n", "PONG\r\n"}},
		{categories.RESP, 40001, []string{"*2\r\n$3\r\nGET\r\n$1\r\na\r\n"}},
		{0, 40001, []string{"*2\r\n:3\r\n"}},
		{0, 40001, []string{"* OK IMAP\r\n"}},
		{0, 40001, []string{"ES\x00\x00\x00\x34\x01\x00"}},
		{0, 40001, []string{"ESTABLISHED"}},
		{0, 40001, []string{"\x00\x11Clickhouse client"}},
	} {
		for _, size := range []int{1, 5, 1000} {
			e := newEngine()
			k := l7test.NewTalk(e, l7.TCP, 40000, c.port)
			for i, turn := range c.turns {
				k.Segments(uint8(i&1), []byte(turn), size)
			}
			if !k.Flow.Decided() {
				k.Key.PortB = 40001 // nobody's: no guess by port
				k.End()
			}
			require.Equal(t, c.want, k.Flow.Protocol, "%q by %d", c.turns, size)
			require.Zero(t, e.Busy())
		}
	}
}

// TLS within is read.
func TestTLS(t *testing.T) {
	for want, turns := range map[categories.ID][]string{
		categories.PostgreSQL: {sslRequest, "S", l7test.ClientHello}, categories.MySQL: {"", greeting, wantsTLS + l7test.ClientHello},
	} {
		for _, size := range []int{3, 1000} {
			k := l7test.NewTalk(newEngine(), l7.TCP, 40000, 40001)
			for i, turn := range turns {
				k.Segments(uint8(i&1), []byte(turn), size)
			}
			k.End()
			require.Equal(t, want, k.Flow.Protocol)
			require.NotNil(t, k.Metadata, "%v by %d", want, size)
		}
	}
}

func TestSessionsLeaveNothingBehind(t *testing.T) {
	script := func(turns ...string) l7test.Script {
		return l7test.Script{On: l7.TCP, Port: 3306, Size: 3, Turns: turns}
	}
	l7test.CheckReuse(t, newEngine, script(sslRequest), script("", greeting, wantsTLS[:20]),
		script("", greeting, wantsTLS), script(sslRequest, "S", l7test.ClientHello))
}

func FuzzFlow(f *testing.F) {
	l7test.Fuzzing{Protos: append(db.Protos(), tls.Protos()...)}.Records(f,
		l7test.Script{Port: 3306, Turns: []string{"", greeting, wantsTLS}},
		l7test.Script{Port: 5432, Turns: []string{"\x00\x00\x00\x0e\x00\x03\x00\x00user\x00a\x00",
			"S\x00\x00\x00\x16server_version\x001.2\x00"}},
		l7test.Script{Port: 9042, Turns: []string{"\x04\x00\x00\x00\x0f\x00\x00\x00\x05\x00\x00\x00\x01\x00"}},
		l7test.Script{Port: 6379, Turns: []string{"*3\r\n$4\r\nAUTH\r\n$3\r\nbob\r\n$1\r\np\r\n", "+OK\r\n"}},
		l7test.Script{Port: 1433, Turns: []string{"\x10\x01\x00\x66\x00\x00\x01\x00\x5e" + blank(93), "\x04\x01\x00\x08\x00\x00\x01\x00"}},
	)
}
