package tls

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
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
		require.Equal(t, whole.Labels, f.Labels)
		require.Equal(t, whole.Flow.Protocol, f.Flow.Protocol)
	}
}

// TestSessionsAreReused shows that a flow leaves nothing behind for the next.
func TestSessionsAreReused(t *testing.T) {
	e := newEngine(16)
	first := newFlow(e)
	first.Say(0, clientFlight)
	first.Say(1, server12[:20])
	first.End()
	require.Equal(t, "graph.facebook.com", first.Labels.ServerName)

	bare := record(ContentHandshake, message(TypeClientHello, clientBody(0x0301, []uint16{0x002f}, []byte{0})))
	for _, e := range []*l7.Engine{e, newEngine(16)} {
		f := newFlow(e)
		f.Say(0, bare)
		f.Say(1, server13)
		require.True(t, f.Flow.Decided())
		require.Equal(t, "", f.Labels.ServerName)
		require.Empty(t, f.Labels.TLS.ALPNOffered)
		require.Equal(t, "TLSv1.3", f.Labels.TLS.Version)
	}
}

func TestUndecidedAllocates(t *testing.T) {
	e := newEngine(64)
	f, other := newFlow(e), []byte("not at a record")
	once := func() {
		f.Reset()
		f.Say(0, clientFlight[:3])
		f.Say(1, other)
		f.Say(0, clientFlight[3:40])
		f.End()
	}
	once()
	require.Zero(t, testing.AllocsPerRun(100, once))
}

func FuzzEngine(f *testing.F) {
	f.Add(clientFlight, slices.Concat(server12, certificateRecord), uint64(1))
	f.Add(secretRecord, cipherRecord, uint64(2))
	f.Add([]byte{0x80, 40, 1, 3, 1}, []byte{21, 3, 1, 0, 2, 2, 40}, uint64(3))
	f.Fuzz(func(t *testing.T, client, server []byte, seed uint64) {
		if len(client) == 0 || len(client)+len(server) > 1<<13 {
			return
		}
		whole := newFlow(newEngine(1 << 15))
		whole.Say(0, client)
		known := whole.Flow.Protocol
		whole.End()

		r := rand.New(rand.NewPCG(seed, 0))
		split := newFlow(newEngine(1 << 15))
		split.Split(r, 0, client)
		split.End()
		if known != 0 {
			require.Equal(t, known, split.Flow.Protocol)
			require.Equal(t, whole.Labels, split.Labels)
		}
		shuffled(r, client, server)
	})
}

// shuffled sends pieces of both directions in any order.
func shuffled(r *rand.Rand, client, server []byte) {
	on := l7.TCP
	if r.IntN(4) == 0 {
		on = l7.UDP
	}
	f := l7test.NewTalk(newEngine(1<<15), on, 40000, 443)
	f.Middle = r.IntN(2) == 0
	for range 24 {
		dir := uint8(r.IntN(2))
		data := [2][]byte{client, server}[dir]
		if len(data) == 0 {
			continue
		}
		at := r.IntN(len(data))
		n := 1 + r.IntN(len(data)-at)
		f.Step(dir, uint32(at), data[at:at+n], n)
	}
	f.End()
}

func BenchmarkUndecided(b *testing.B) {
	e := newEngine(1 << 15)
	f := newFlow(e)
	data := []byte("GET / HTTP/1.1\r\nHost: example.org\r\n\r\n")
	b.ReportAllocs()
	for b.Loop() {
		if f.Flow.Decided() {
			f.Reset()
		}
		f.Say(0, data)
	}
}

func BenchmarkHandshake(b *testing.B) {
	e := newEngine(16)
	f := newFlow(e)
	server := slices.Concat(server12, certificateRecord)
	b.ReportAllocs()
	for b.Loop() {
		f.Reset()
		f.Say(0, clientFlight)
		f.Say(1, server)
	}
}
