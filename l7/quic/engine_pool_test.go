package quic

import (
	"testing"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
)

func TestSessionsLeaveNothingBehind(t *testing.T) {
	script := func(turns ...string) l7test.Script { return l7test.Script{On: l7.UDP, Port: 443, Turns: turns} }
	datagram := func(name string) string { return string(vector(t, name)) }
	l7test.CheckReuse(t, newEngine,
		script(datagram("rfc9001_client")), script("", datagram("rfc9001_server")),
		script(datagram("rfc9369_client"), datagram("rfc9369_server")),
		script(datagram("rfc9001_client"), datagram("rfc9001_server")))
}

func FuzzFlow(f *testing.F) {
	server := string(vector(f, "rfc9001_server"))
	l7test.Fuzzing{Protos: Protos(), Port: 443}.Flow(f,
		[2]string{string(vector(f, "rfc9001_client")), server},
		[2]string{server, server},
		[2]string{string(vector(f, "rfc9001_retry")), server},
		[2]string{string(vector(f, "rfc9369_client")), server})
}

func BenchmarkUndecided(b *testing.B) {
	newFlow(newEngine()).BenchmarkPayload(b, []byte("\x41 nothing to tell"))
}

func BenchmarkHandshake(b *testing.B) {
	newFlow(newEngine()).Benchmark(b, vector(b, "rfc9001_client"), vector(b, "rfc9001_server"))
}
