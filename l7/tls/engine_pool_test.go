package tls

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/l7"
)

// TestSplits shows that labels do not depend on how the bytes come.
func TestSplits(t *testing.T) {
	server := slices.Concat(server12, certificateRecord, cipherRecord, secretRecord)
	whole := newFlow(newEngine(1 << 15))
	whole.say(0, clientFlight)
	whole.say(1, server)
	whole.end()
	e := newEngine(1 << 15)
	r := rand.New(rand.NewPCG(3, 4))
	for range 500 {
		f := newFlow(e)
		f.saySplit(r, 0, clientFlight)
		f.saySplit(r, 1, server)
		f.end()
		require.Equal(t, whole.labels, f.labels)
		require.Equal(t, whole.flow.Protocol, f.flow.Protocol)
	}
}

// TestSessionsAreReused shows that a flow leaves nothing behind for the next.
func TestSessionsAreReused(t *testing.T) {
	e := newEngine(16)
	first := newFlow(e)
	first.say(0, clientFlight)
	first.say(1, server12[:20])
	first.end()
	require.Equal(t, "graph.facebook.com", first.labels.ServerName)

	bare := record(ContentHandshake, message(TypeClientHello, clientBody(0x0301, []uint16{0x002f}, []byte{0})))
	for _, e := range []*l7.Engine{e, newEngine(16)} {
		f := newFlow(e)
		f.say(0, bare)
		f.say(1, server13)
		require.True(t, f.flow.Decided())
		require.Equal(t, "", f.labels.ServerName)
		require.Empty(t, f.labels.TLS.ALPNOffered)
		require.Equal(t, "TLSv1.3", f.labels.TLS.Version)
	}
}

func TestUndecidedAllocates(t *testing.T) {
	e := newEngine(64)
	f, other := newFlow(e), []byte("not at a record")
	once := func() {
		*f = flow{engine: e, seq: [2]uint32{1000, 5000}, proto: 6, port: 443}
		f.say(0, clientFlight[:3])
		f.say(1, other)
		f.say(0, clientFlight[3:40])
		f.end()
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
		whole.say(0, client)
		known := whole.flow.Protocol
		whole.end()

		r := rand.New(rand.NewPCG(seed, 0))
		split := newFlow(newEngine(1 << 15))
		split.saySplit(r, 0, client)
		split.end()
		if known != 0 {
			require.Equal(t, known, split.flow.Protocol)
			require.Equal(t, whole.labels, split.labels)
		}
		shuffled(r, client, server)
	})
}

// shuffled sends pieces of both directions in any order.
func shuffled(r *rand.Rand, client, server []byte) {
	f := newFlow(newEngine(1 << 15))
	f.mid = r.IntN(2) == 0
	if r.IntN(4) == 0 {
		f.datagrams()
	}
	for range 24 {
		dir := uint8(r.IntN(2))
		data := [2][]byte{client, server}[dir]
		if len(data) == 0 {
			continue
		}
		at := r.IntN(len(data))
		f.seq[dir] = 1000 + uint32(at)
		f.say(dir, data[at:at+1+r.IntN(len(data)-at)])
	}
	f.end()
}

func BenchmarkUndecided(b *testing.B) {
	e := newEngine(1 << 15)
	f := newFlow(e)
	data := []byte("GET / HTTP/1.1\r\nHost: example.org\r\n\r\n")
	b.ReportAllocs()
	for b.Loop() {
		if !f.say(0, data) {
			*f = *newFlow(e)
		}
	}
}

func BenchmarkHandshake(b *testing.B) {
	e := newEngine(16)
	f := newFlow(e)
	server := slices.Concat(server12, certificateRecord)
	b.ReportAllocs()
	for b.Loop() {
		*f = flow{engine: e, seq: [2]uint32{1000, 5000}, proto: 6, port: 443}
		f.say(0, clientFlight)
		f.say(1, server)
	}
}
