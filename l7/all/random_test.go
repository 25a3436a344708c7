package all_test

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/all"
	"github.com/nfstream/nfstream-go/l7/l7test"
)

// TestRandomPayloads shows the engine flows of random bytes, of random lengths and to random ports, and of every fourth flow to a
// port of a protocol. NFSTREAM_RANDOM is how many payloads. Fewer than one in 10^7 may be named on random ports by more than their
// shape, fewer than three in 10^6 on ports of protocols.
func TestRandomPayloads(t *testing.T) {
	payloads, _ := strconv.Atoi(os.Getenv("NFSTREAM_RANDOM"))
	payloads = max(payloads, 50_000)
	seed := uint64(20)
	if s := os.Getenv("NFSTREAM_SEED"); s != "" {
		seed, _ = strconv.ParseUint(s, 10, 64)
	}
	protos := all.Protos()
	var ports []uint16
	for _, p := range protos {
		ports = append(ports, p.Ports...)
	}
	f := randomFlows{ChaCha8: rand.NewChaCha8([32]byte{0: byte(seed), 1: byte(seed >> 8)}), ports: ports, names: map[string]int{}}
	f.Rand = rand.New(f.ChaCha8)
	f.pool = make([]byte, 1<<22)
	e := l7.NewEngine(l7.Compile(protos), l7.Limits{TCP: 1 << 14, UDP: 16})
	for f.payloads < payloads {
		if f.flows++; f.flows%(1<<14) == 1 {
			_, _ = f.ChaCha8.Read(f.pool)
		}
		f.flow(e)
	}
	for _, name := range slices.SortedFunc(maps.Keys(f.names), func(a, b string) int { return cmp.Compare(f.names[b], f.names[a]) }) {
		t.Logf("%8d %s", f.names[name], name)
	}
	t.Logf("%d payloads in %d flows: %d named on any port, %d on a port of protocols", f.payloads, f.flows, f.named[0], f.named[1])
	require.LessOrEqual(t, f.named[0], 1+payloads/10_000_000)
	require.LessOrEqual(t, f.named[1], 1+3*payloads/1_000_000)
}

type randomFlows struct {
	*rand.ChaCha8
	*rand.Rand
	pool            []byte
	ports           []uint16
	flows, payloads int
	named           [2]int // on random ports, on ports of protocols
	names           map[string]int
}

func (f *randomFlows) Uint64() uint64 { return f.ChaCha8.Uint64() }

// flow plays a flow of up to eight payloads.
func (f *randomFlows) flow(e *l7.Engine) {
	on, port, known := l7.TCP, uint16(1024+f.IntN(60000)), 0
	if f.IntN(2) == 0 {
		on = l7.UDP
	}
	if f.IntN(4) == 0 {
		port, known = f.ports[f.IntN(len(f.ports))], 1
	}
	k := l7test.NewTalk(e, on, uint16(32768+f.IntN(32768)), port)
	for range 1 + f.IntN(8) {
		k.Say(uint8(f.IntN(2)), f.payload())
		f.payloads++
	}
	if !k.Flow.Decided() {
		k.End()
	}
	if c := k.Flow.Confidence; k.Flow.Protocol != categories.Unknown && c != l7.ByPort {
		if c == l7.ByInspection || c == l7.ByPart {
			f.named[known]++
		}
		f.names[fmt.Sprintf("%s %v, transport %d, port of a protocol %d", k.Flow.Protocol, c, on, known)]++
	}
}

// payload returns random bytes, of a length that short messages have more often. One in four begins with small numbers.
func (f *randomFlows) payload() []byte {
	n := 1 + f.IntN(1<<(1+f.IntN(11)))
	at := f.IntN(len(f.pool) - n)
	b := f.pool[at : at+n : at+n]
	if n >= 8 {
		binary.LittleEndian.PutUint64(b, f.Uint64())
	}
	if f.IntN(4) == 0 {
		b[0] &= 7
	}
	return b
}
