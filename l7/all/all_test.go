package all

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/packet"
)

func TestDescriptors(t *testing.T) {
	require.NotEmpty(t, Protos())
	l7test.CheckDescriptors(t, Protos())
}

func TestColumns(t *testing.T) {
	l7test.CheckColumns(t, Protos())
	require.NotEmpty(t, Columns())
}

func TestSamples(t *testing.T) {
	l7test.CheckSamples(t, Protos())
	l7test.CheckProbesAllocateNothing(t, Protos())
	l7test.CheckUndecidedAllocatesNothing(t, Protos())
}

func FuzzSkips(f *testing.F) {
	protos := Protos()
	for p, sample := range l7test.Samples(protos) {
		f.Add(sample, uint16(40000), uint16(443))
		f.Add(sample, uint16(40000), l7test.PortOf(p))
	}
	f.Fuzz(func(t *testing.T, data []byte, srcPort, dstPort uint16) {
		l7test.CheckSkips(t, protos, data, srcPort, dstPort)
	})
}

// FuzzFlow plays a script of payloads to the whole engine: nothing may panic, no state may be left, and a decided flow
// stays decided.
func FuzzFlow(f *testing.F) {
	for p, sample := range l7test.Samples(Protos()) {
		for dir := range byte(2) {
			f.Add(append([]byte{dir, 0, byte(len(sample))}, sample...), p.On&l7.UDP != 0)
		}
	}
	tables := l7.Compile(Protos(), LabelClassifiers()...)
	f.Fuzz(func(t *testing.T, script []byte, udp bool) {
		e := l7.NewEngine(tables, l7.Limits{TCP: 12, UDP: 12})
		var flow l7.Flow
		var labels *metadata.Set
		var k flowkey.Key
		k.Proto, k.Ver, k.PortA, k.PortB = 6, 4, 443, 40000
		if udp {
			k.Proto = 17
		}
		seq := [2]uint32{1, 1 << 31}
		for len(script) > 3 && !flow.Decided() {
			dir, skip, n := script[0]&1, uint32(script[1]), min(int(script[2]), len(script)-3)
			p := packet.Packet{Data: script[3 : 3+n], End: uint32(n), PayloadLength: uint32(n), Direction: dir, Key: k,
				Reverse: dir == 1, Seq: seq[dir] + skip, Flags: packet.PSH}
			seq[dir] += skip + uint32(n)
			script = script[3+n:]
			if n > 0 {
				e.Step(&flow, &labels, &p, l7.Origin{})
			}
		}
		e.End(&flow, &labels, &k)
		require.True(t, flow.Decided())
		require.Zero(t, e.Busy(), "states are given back")
	})
}

// A sample of every length, and bytes of no meaning, are judged without a panic.
func TestShortBegins(t *testing.T) {
	protos := Protos()
	for p, sample := range l7test.Samples(protos) {
		for n := 1; n <= len(sample); n++ {
			l7test.CheckSkips(t, protos, sample[:n], 40000, l7test.PortOf(p))
		}
	}
	var random [64]byte
	for i := range uint64(5000) {
		binary.LittleEndian.PutUint64(random[:], i*0x9e3779b97f4a7c15)
		l7test.CheckSkips(t, protos, random[:1+i%63], 1, 2)
	}
}
