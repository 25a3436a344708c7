//go:build !tiny

package record

import (
	"math"
	"math/bits"
	"sync"

	"github.com/nfstream/nfstream-go/internal/magic"
	"github.com/nfstream/nfstream-go/packet"
)

// Count looks at a packet of the flow for all that Content has.
func (c *Content) Count(p *packet.Packet) {
	if c.Sampled == MaxSampled && c.Length[p.Direction&1] != 0 || p.Payload >= p.End || p.Fragment {
		return
	}
	d, b := p.Direction&1, p.Data[p.Payload:p.End]
	e := entropy(b)
	if c.samples(p) {
		c.Sample = e
		c.Sampled++
	}
	c.kind(d, c.Length[d] == 0, b)
	if c.Length[d] == 0 {
		c.Length[d] = uint16(min(len(b), math.MaxUint16))
		c.Entropy[d] = e
		c.Encrypted[d] = p.Key.Proto == protoTCP && FullyEncrypted(b)
	}
}

// CountForRisks looks at a packet of the flow for Kind and Sample alone. It takes no sample of a flow that is known by its
// payload.
func (c *Content) CountForRisks(p *packet.Packet, known bool) {
	if c.Sampled == MaxSampled || p.Payload >= p.End || p.Fragment {
		return
	}
	d, b := p.Direction&1, p.Data[p.Payload:p.End]
	c.kind(d, c.Length[d] == 0, b)
	if c.Length[d] == 0 {
		c.Length[d], c.Entropy[d] = uint16(min(len(b), math.MaxUint16)), NoEntropy
	}
	if !c.samples(p) {
		return
	}
	if c.Sampled++; !known {
		c.Sample = entropy(b)
	}
}

// samples reports whether a payload is one of those for Sample.
func (c *Content) samples(p *packet.Packet) bool {
	return c.Sampled == 0 || c.Sampled < MaxSampled && p.Key.Proto != protoICMP && p.Key.Proto != protoICMPv6
}

// kind takes the kind of the first payload of a direction, or of a program in a later one.
func (c *Content) kind(d uint8, first bool, b []byte) {
	if kind := magic.Of(b); first || c.Kind[d] == 0 && kind.Class() == magic.Executable {
		c.Kind[d] = kind
	}
}

// entropy returns the entropy of some bytes in thousandths of a bit a byte.
func entropy(b []byte) uint16 {
	var count [256]uint32
	for _, x := range b {
		count[x]++
	}
	bits := informations()
	sum, n := 0.0, float64(len(b))
	for _, c := range count {
		if int(c) < len(bits) {
			sum += bits[c]
		} else {
			sum += information(c)
		}
	}
	return uint16(math.Round(1000 * max(0, math.Log2(n)-sum/n)))
}

// information returns c log2 c, 0 for 0.
func information(c uint32) float64 {
	if c == 0 {
		return 0
	}
	return float64(float64(c) * math.Log2(float64(c)))
}

// informations returns the information of small counts, as those of bytes in a packet are.
var informations = sync.OnceValue(func() *[512]float64 {
	var all [512]float64
	for c := range all {
		all[c] = information(uint32(c))
	}
	return &all
})

// FullyEncrypted reports whether none of the five exemptions holds by which the Great Firewall of China lets pass the first
// payload that a client sends over TCP (Wu et al., How the Great Firewall of China Detects and Blocks Fully Encrypted Traffic,
// USENIX Security 2023, section 4, algorithm 1): bits set, printable bytes, and how TLS and HTTP begin.
func FullyEncrypted(b []byte) bool {
	const firstPrintable, runPrintable = 6, 20
	if tls := len(b) >= 3 && (b[0] == 0x16 || b[0] == 0x17) && b[1] == 3 && b[2] <= 9; tls || beginsHTTP(b) {
		return false // most payloads
	}
	ones, printable, run, longest, first := 0, 0, 0, 0, 0
	for i, x := range b {
		ones += bits.OnesCount8(x)
		if x < ' ' || x > '~' {
			run = 0
			continue
		}
		printable++
		run++
		longest = max(longest, run)
		if run == i+1 {
			first = run
		}
	}
	switch n := len(b); {
	case n == 0, 10*ones <= 34*n, 10*ones >= 46*n: // 3.4 and 4.6 bits a byte
	case first >= firstPrintable, 2*printable > n, longest > runPrintable:
	default:
		return true
	}
	return false
}

func beginsHTTP(b []byte) bool {
	for _, method := range [...]string{"GET ", "PUT ", "POST ", "HEAD "} {
		if len(b) >= len(method) && string(b[:len(method)]) == method {
			return true
		}
	}
	return false
}
