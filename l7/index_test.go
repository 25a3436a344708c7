package l7

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// randomProtos returns protocols that say something of their payloads, whose bytes are a few letters so that they often fit.
func randomProtos(r *rand.Rand, n int) []Proto {
	letters := func() *ByteSet {
		if r.IntN(2) == 0 {
			return nil
		}
		return Bytes('a'+byte(r.IntN(3)), 'a'+byte(r.IntN(3)))
	}
	protos := make([]Proto, n)
	for i := range protos {
		p := &protos[i]
		*p = Proto{ID: loudID, On: Transport(1 + r.IntN(3)), First: letters(), Next: [3]*ByteSet{letters(), nil, letters()},
			Min: r.IntN(2) * r.IntN(8), Ports: []uint16{uint16(r.IntN(4)), uint16(r.IntN(4))}, PortsOnly: r.IntN(4) == 0}
		if r.IntN(2) == 0 {
			p.Max = p.Min + r.IntN(6)
		}
		for range r.IntN(3) {
			p.Prefixes = append(p.Prefixes, randomText(r, 1+r.IntN(6)))
		}
	}
	return protos
}

func randomText(r *rand.Rand, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = 'a' + byte(r.IntN(3))
	}
	return string(b)
}

// The engine calls every probe that a payload is not skipped for, each once, those of the ports first, and but for prefixes, which
// it looks at byte by byte, no other one.
func TestCandidates(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		tables := Compile(randomProtos(r, 1+r.IntN(140)))
		e := NewEngine(tables, Limits{})
		tried := make(set, tables.words)
		for range 50 {
			on, of := TCP, tables.tcp
			if r.IntN(2) == 0 {
				on, of = UDP, tables.udp
			}
			clear(tried)
			tried.add(r.IntN(len(tables.protos)))
			e.ctx = Ctx{Data: []byte(randomText(r, 1+r.IntN(12))), DstPort: uint16(r.IntN(6)), SrcPort: uint16(r.IntN(6)), stream: on == TCP}
			checkCandidates(t, e, on, tried, slices.Clone(e.candidates(new(state), of, tried)))
		}
	}
}

func checkCandidates(t *testing.T, e *Engine, on Transport, tried set, got []int) {
	t.Helper()
	at := map[int]int{}
	for place, i := range got {
		require.NotContains(t, at, i, "once")
		at[i] = place
	}
	others := false
	for _, i := range got {
		preferred := slices.Contains(e.tables.protos[i].Ports, e.ctx.DstPort) || slices.Contains(e.tables.protos[i].Ports, e.ctx.SrcPort)
		require.False(t, preferred && others, "those of the ports come first")
		others = others || !preferred
	}
	for i := range e.tables.protos {
		p := &e.tables.protos[i]
		_, called := at[i]
		elsewhere := p.PortsOnly && !slices.Contains(p.Ports, e.ctx.DstPort) && !slices.Contains(p.Ports, e.ctx.SrcPort)
		if p.On&on == 0 || tried.has(i) || elsewhere {
			require.False(t, called)
			continue
		}
		if !p.Skips(on, e.ctx.Data) {
			require.True(t, called, "%+v is skipped for %q", p, e.ctx.Data)
		}
		require.Equal(t, !p.skips(e.tables.heads[i], on, e.ctx.Data), called, "%+v for %q", p, e.ctx.Data)
	}
}

func TestPrefixes(t *testing.T) {
	p := Proto{On: TCP | UDP, Prefixes: []string{"GET ", "PO"}, Min: 3, Max: 6}
	for data, want := range map[string][2]bool{"G": {false, true}, "GE": {false, true}, "GET": {}, "GET /": {}, "GET /index": {false, true},
		"GOT ": {true, true}, "POST": {}, "PE": {true, true}, "PET": {true, true}} {
		require.Equal(t, want, [2]bool{p.Skips(TCP, []byte(data)), p.Skips(UDP, []byte(data))}, data)
	}
}
