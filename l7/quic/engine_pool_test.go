package quic

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEngineUndecidedAllocates(t *testing.T) {
	e, short := newEngine(), []byte("\x41 nothing to tell")
	f := newFlow(e)
	once := func() {
		f.Reset()
		f.Say(0, short)
		f.Say(1, short)
		f.End()
	}
	once()
	require.Zero(t, testing.AllocsPerRun(100, once))
}

func FuzzEngine(f *testing.F) {
	for _, name := range []string{"rfc9001_client", "rfc9001_server", "rfc9001_retry", "rfc9369_client"} {
		f.Add(vector(f, name), vector(f, "rfc9001_server"), uint8(2))
	}
	f.Fuzz(func(_ *testing.T, a, b []byte, order uint8) {
		f := newFlow(newEngine())
		for i := range 8 {
			dir := order >> i & 1
			f.Say(dir, [2][]byte{a, b}[dir])
		}
		f.End()
	})
}

func BenchmarkUndecided(b *testing.B) {
	e, data := newEngine(), []byte("\x41 nothing to tell")
	f := newFlow(e)
	b.ReportAllocs()
	for b.Loop() {
		if f.Flow.Decided() {
			f.Reset()
		}
		f.Say(0, data)
	}
}

func BenchmarkHandshake(b *testing.B) {
	e, client, server := newEngine(), vector(b, "rfc9001_client"), vector(b, "rfc9001_server")
	f := newFlow(e)
	b.ReportAllocs()
	for b.Loop() {
		f.Reset()
		f.Say(0, client)
		f.Say(1, server)
	}
}
