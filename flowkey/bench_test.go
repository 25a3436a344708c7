package flowkey

import "testing"

func eachFamily(b *testing.B, run func(b *testing.B, k Key)) {
	b.Run("ipv4", func(b *testing.B) { run(b, keyOf("10.0.0.1:1024", "10.0.0.2:443")) })
	b.Run("ipv6", func(b *testing.B) { run(b, keyOf("[fd00::1]:1024", "[fd00::2]:443")) })
}

func BenchmarkHash(b *testing.B) {
	eachFamily(b, func(b *testing.B, k Key) {
		b.ReportAllocs()
		for b.Loop() {
			k.PortA += uint16(k.Hash())
		}
	})
}

// BenchmarkKey orders the ends of a key, which are swapped every other time, and hashes it.
func BenchmarkKey(b *testing.B) {
	eachFamily(b, func(b *testing.B, k Key) {
		var sum uint64
		b.ReportAllocs()
		for b.Loop() {
			k.A, k.B, k.PortA, k.PortB = k.B, k.A, k.PortB, k.PortA
			k.Order()
			sum += k.Hash()
		}
		_ = sum
	})
}

func BenchmarkPutIPv4(b *testing.B) {
	var dst [16]byte
	src := []byte{192, 0, 2, 1}
	b.ReportAllocs()
	for b.Loop() {
		PutIPv4(&dst, src)
	}
}
