package tls

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// TestSplits shows that labels do not depend on how the bytes come.
func TestSplits(t *testing.T) {
	server := slices.Concat(server12, certificateRecord, cipherRecord, secretRecord)
	whole := newFlow(newEngine(1 << 15))
	whole.Say(0, clientFlight)
	whole.Say(1, server)
	whole.End()
	e := newEngine(1 << 15)
	r := rand.New(rand.NewPCG(3, 4))
	for range 500 {
		f := newFlow(e)
		f.Split(r, 0, clientFlight)
		f.Split(r, 1, server)
		f.End()
		require.Equal(t, whole.Metadata, f.Metadata)
		require.Equal(t, whole.Flow.Protocol, f.Flow.Protocol)
	}
}

func TestSessionsLeaveNothingBehind(t *testing.T) {
	script := func(client, server []byte) l7test.Script {
		return l7test.Script{On: l7.TCP, Port: 443, Turns: []string{string(client), string(server)}}
	}
	bare := record(ContentHandshake, message(TypeClientHello, clientBody(0x0301, []uint16{0x002f}, []byte{0})))
	first, second := script(clientFlight, server12[:20]), script(bare, server13)
	newEngine := func() *l7.Engine { return newEngine(16) }
	l7test.CheckReuse(t, newEngine, first, second)

	f := first.Play(newEngine())
	f.End()
	require.Equal(t, "graph.facebook.com", f.Metadata.ServerName)
	f = second.Play(newEngine())
	require.True(t, f.Flow.Decided())
	require.Equal(t, "", f.Metadata.ServerName)
	require.Empty(t, metadata.Get[Metadata](f.Metadata).ALPNOffered)
	require.Equal(t, "TLSv1.3", metadata.Get[Metadata](f.Metadata).Version)
}

func FuzzFlow(f *testing.F) {
	l7test.Fuzzing{Protos: Protos(), Port: 443, Seeks: true}.Flow(f,
		[2]string{string(clientFlight), string(slices.Concat(server12, certificateRecord))},
		[2]string{string(secretRecord), string(cipherRecord)},
		[2]string{"\x80\x28\x01\x03\x01", "\x15\x03\x01\x00\x02\x02\x28"})
}

func BenchmarkUndecided(b *testing.B) {
	newFlow(newEngine(1<<15)).BenchmarkPayload(b, []byte("GET / HTTP/1.1\r\nHost: example.org\r\n\r\n"))
}

func BenchmarkHandshake(b *testing.B) {
	newFlow(newEngine(16)).Benchmark(b, clientFlight, slices.Concat(server12, certificateRecord))
}
