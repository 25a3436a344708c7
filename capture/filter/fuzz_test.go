package filter_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/net/bpf"

	"github.com/nfstream/nfstream-go/capture/filter"
	"github.com/nfstream/nfstream-go/packet"
)

// requireValid makes the checks of a kernel: known instructions, forward jumps within the program, scratch cells that
// are set before use, no division by constant 0, and a final return.
func requireValid(t testing.TB, p *filter.Program) {
	t.Helper()
	code := p.Instructions()
	require.NotEmpty(t, code)
	require.LessOrEqual(t, len(code), 1<<16)
	_, known := bpf.Disassemble(code)
	require.True(t, known)
	set := make([]uint32, len(code)+1) // scratch cells set on every path to an instruction
	for i := range set {
		set[i] = 1<<32 - 1
	}
	set[0] = 0
	lead := func(from, to int, cells uint32) {
		require.Greater(t, to, from)
		require.Less(t, to, len(code), "jump from %d", from)
		set[to] &= cells
	}
	for i, in := range code {
		cells := set[i]
		switch in.Op & 7 {
		case 0, 1: // loads
			if in.Op&0xe0 == 0x60 {
				require.Less(t, in.K, uint32(16))
				require.NotZero(t, cells&(1<<in.K), "cell %d is not set at %d: %v", in.K, i, code)
			}
		case 2, 3:
			require.Less(t, in.K, uint32(16))
			cells |= 1 << in.K
		case 4:
			divides := in.Op&0xf0 == 0x30 || in.Op&0xf0 == 0x90
			require.False(t, divides && in.Op&8 == 0 && in.K == 0, "division by zero")
			shifts := in.Op&0xf0 == 0x60 || in.Op&0xf0 == 0x70
			require.False(t, shifts && in.Op&8 == 0 && in.K > 31, "shift too far")
		case 5:
			if in.Op&0xf0 == 0 {
				lead(i, i+1+int(in.K), cells)
			} else {
				lead(i, i+1+int(in.Jt), cells)
				lead(i, i+1+int(in.Jf), cells)
			}
			continue
		case 6:
			continue
		}
		lead(i, i+1, cells)
	}
}

func TestProgramsAreValid(t *testing.T) {
	for link := range tcpdumpLinks {
		for _, e := range append(oracleExpressions, wirelessExpressions...) {
			if p, err := filter.Compile(e, link); err == nil {
				requireValid(t, p)
			}
			if p, err := filter.Compile(e, link, filter.Live); err == nil {
				requireValid(t, p)
			}
		}
	}
}

func FuzzCompile(f *testing.F) {
	frame := bytesOf(f, macs+"0800"+ipv4TCP)
	for i, e := range append(oracleExpressions, wirelessExpressions...) {
		f.Add(e, uint16([]int{1, 101, 113, 127}[i%4]), frame, i%8 == 0)
	}
	f.Fuzz(func(t *testing.T, expression string, link uint16, frame []byte, live bool) {
		var options []filter.Option
		if live {
			options = append(options, filter.Live)
		}
		start := time.Now()
		p, err := filter.Compile(expression, packet.LinkType(link), options...)
		if took := time.Since(start); took > 10*time.Second {
			t.Fatalf("compiled for %v", took)
		}
		if err != nil {
			var syntax *filter.SyntaxError
			require.ErrorAs(t, err, &syntax)
			require.GreaterOrEqual(t, syntax.Column, 1)
			require.LessOrEqual(t, syntax.Column, len(expression)+1)
			return
		}
		requireValid(t, p)
		p.Match(frame, len(frame))
		p.Match(nil, 0)
	})
}
