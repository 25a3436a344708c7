//go:build !nfstream_no_proxy

package proxy

import (
	"math"
	"math/bits"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
)

// Heuristics returns what recognises hidden protocols by the form of their payloads. They are wrong more often than protocols that
// are known by content, so they are asked only if the user wants it; docs/protocols.md has their error rates.
func Heuristics() []l7.Proto {
	return []l7.Proto{obfuscatedTLS(), obfuscatedOpenVPN(), obfuscatedOpenVPNStream(), fullyEncrypted()}
}

// fullyEncrypted is a connection whose client's first bytes have the statistics of random ones, as those of Shadowsocks, VMess and
// obfs4 (Wu et al., How the Great Firewall of China Detects and Blocks Fully Encrypted Traffic, 2023).
func fullyEncrypted() l7.Proto {
	return l7.Proto{
		ID: categories.FullyEncrypted, On: l7.TCP, Shape: true,
		Probe: func(c *l7.Ctx) l7.Verdict {
			if v := firstSpeaker(c); v != l7.Match {
				return v
			}
			return l7.Weak
		},
	}
}

// firstSpeaker judges the bytes that one side sent before the other one answered: Match if they look random.
func firstSpeaker(c *l7.Ctx) l7.Verdict {
	const least = 32 // fewer bytes have no statistics
	other := c.Other()
	switch {
	case !c.Begin:
		return l7.Reject
	case len(other) == 0 && exempt(c.Data):
		return l7.Reject
	case len(other) == 0:
		return l7.More
	}
	return l7.MatchIf(len(other) >= least && !exempt(other) && looksRandom(other))
}

// exempt reports whether bytes start with six that are printable. More bytes make no difference.
func exempt(b []byte) bool {
	const first = 6
	return len(b) >= first && countPrintable(b[:first]) == first
}

// looksRandom reports whether none of the further exemptions holds: few or many bits that are set, printable bytes in the majority,
// or many of them in a row.
func looksRandom(b []byte) bool {
	const most, low, high, run = 1460, 3.4, 4.6, 20 // bytes of the first segment; bits a byte; printable bytes in a row
	b = b[:min(len(b), most)]
	set, row, longest := 0, 0, 0
	for _, x := range b {
		set += bits.OnesCount8(x)
		if row++; !isPrintable(x) {
			row = 0
		}
		longest = max(longest, row)
	}
	average := float64(set) / float64(len(b))
	return average > low && average < high && 2*countPrintable(b) <= len(b) && longest <= run
}

func countPrintable(b []byte) (n int) {
	for _, x := range b {
		if isPrintable(x) {
			n++
		}
	}
	return n
}

func isPrintable(x byte) bool { return x >= ' ' && x <= '~' }

// obfuscatedTLS is a fully encrypted connection with the bursts of a TLS handshake within: the client's hello, the server's flight,
// and what the client answers (Xue et al., Fingerprinting Obfuscated Proxy Traffic with Encapsulated TLS Handshakes, 2024). The
// bursts are compared with those of plain TLS by the Mahalanobis distance of the logarithms of their lengths.
func obfuscatedTLS() l7.Proto {
	return l7.Proto{
		ID: categories.ObfuscatedTLS, On: l7.TCP, Scratch: 1 + 2*2, Probe: probeBursts, Session: l7.Once((*l7.Ctx).ByShapeAlone),
	}
}

func probeBursts(c *l7.Ctx) l7.Verdict {
	s := c.Scratch() // stage and first speaker; the lengths of two bursts
	other := len(c.Other())
	switch stage, speaks := s[0]>>1, c.Dir&1 == s[0]&1; {
	case stage == 0:
		v := firstSpeaker(c)
		if v != l7.Match {
			return v
		}
		s[0] = 1<<1 | 1 - c.Dir&1
		put(s[1:], other)
	case !c.Begin:
		return l7.Reject
	case stage == 1 && speaks: // the server's flight has ended
		s[0] = 2<<1 | s[0]&1
		put(s[3:], other)
	case stage == 2 && !speaks: // and so has the client's answer
		return l7.MatchIf(likeTLS(length(s[1:]), length(s[3:]), other-length(s[1:])))
	}
	return l7.More
}

func put(b []byte, n int) { b[0], b[1] = byte(n), byte(n>>8) }

func length(b []byte) int { return int(b[0]) | int(b[1])<<8 }

// likeTLS reports whether bursts of these lengths are nearer than the distance within which nine of ten TLS handshakes are. The
// means and the inverse of the covariance are those of 656 handshakes of TLS 1.0 to 1.3.
func likeTLS(hello, flight, answer int) bool {
	const most = 6.0
	x, y, z := math.Log2(float64(max(hello, 1)))-8.41, math.Log2(float64(max(flight, 1)))-10.84, math.Log2(float64(max(answer, 1)))-8.48
	return 1.945*x*x+0.334*y*y+0.416*z*z+2*(-0.094*x*y-0.146*x*z+0.138*y*z) < most
}
