package all

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/l7test"
	"github.com/nfstream/nfstream-go/packet"
)

func TestDescriptors(t *testing.T) {
	require.NotEmpty(t, Protos())
	l7test.CheckDescriptors(t, Protos())
}

// begins are payloads that some protocol takes.
var begins = []string{
	"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
	"CONNECT a.example:443 HTTP/1.1\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "\x16\x03\x01\x00\x05\x01\x00\x00\x01\x03",
	"\x17\x03\x03\x00\x05hello", "\x15\x03\x03\x00\x02\x02\x28",
	"\x16\xfe\xfd\x00\x00\x00\x00\x00\x00\x00\x00\x00\x0c\x01",
	"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01a\x07example\x00\x00\x01\x00\x01",
	"\xc3\x00\x00\x00\x01\x08abcdefgh\x00\x00\x44\xd0", "\x0d12345678Q043\x01",
	"\x05\x01\x00\x05\x01\x00\x03\x01a\x00\x50", "\x04\x01\x00\x50\xc0\x00\x02\x01\x00",
	"PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n",
	"\r\n\r\n\x00\r\nQUIT\n\x20\x00\x00\x00", "M-SEARCH * HTTP/1.1\r\nST: ssdp:all\r\n\r\n",
}

func FuzzSkips(f *testing.F) {
	for _, b := range begins {
		f.Add([]byte(b), uint16(40000), uint16(443))
		f.Add([]byte(b), uint16(5353), uint16(53))
	}
	protos := Protos()
	f.Fuzz(func(t *testing.T, data []byte, srcPort, dstPort uint16) {
		l7test.CheckSkips(t, protos, data, srcPort, dstPort)
	})
}

// FuzzFlow plays a script of payloads to the whole engine: nothing may panic, no state may be left, and a decided flow
// stays decided.
func FuzzFlow(f *testing.F) {
	for _, b := range begins {
		f.Add(append([]byte{0, 0, byte(len(b))}, b...), false)
		f.Add(append([]byte{1, 0, byte(len(b))}, b...), true)
	}
	tables := l7.Compile(Protos(), Refiners()...)
	f.Fuzz(func(t *testing.T, script []byte, udp bool) {
		e := l7.NewEngine(tables, l7.Limits{TCP: 12, UDP: 12})
		var flow l7.Flow
		var labels *l7.Labels
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

// Every single byte cut out of a good begin, at every length, is judged without a panic.
func TestShortBegins(t *testing.T) {
	protos := Protos()
	for _, b := range begins {
		for n := 1; n <= len(b); n++ {
			l7test.CheckSkips(t, protos, []byte(b[:n]), 40000, 443)
		}
	}
	var random [64]byte
	for i := range uint64(5000) {
		binary.LittleEndian.PutUint64(random[:], i*0x9e3779b97f4a7c15)
		l7test.CheckSkips(t, protos, random[:1+i%63], 1, 2)
	}
}
