package tls

import "testing"

func BenchmarkClientHelloParse(b *testing.B) {
	var h ClientHello
	b.ReportAllocs()
	b.SetBytes(int64(len(facebookHello)))
	for b.Loop() {
		_ = h.Parse(facebookHello)
	}
}

func BenchmarkStream(b *testing.B) {
	data := record(ContentHandshake, message(TypeClientHello, facebookHello))
	var s Stream
	var h ClientHello
	b.ReportAllocs()
	for b.Loop() {
		s.Reset()
		_ = s.Feed(data, func(e Event) bool { return h.Parse(e.Body) == nil })
	}
}

func BenchmarkJA3Hash(b *testing.B) {
	var h ClientHello
	_ = h.Parse(facebookHello)
	var room [64]byte
	b.ReportAllocs()
	for b.Loop() {
		h.AppendJA3Hash(room[:0])
	}
}

func BenchmarkJA4(b *testing.B) {
	var h ClientHello
	_ = h.Parse(facebookHello)
	var room [64]byte
	b.ReportAllocs()
	for b.Loop() {
		h.AppendJA4(room[:0], OverTCP)
	}
}

func BenchmarkCertificate(b *testing.B) {
	der := unhex(b, testCertificate)
	b.ReportAllocs()
	for b.Loop() {
		_, _ = ParseCertificate(der)
	}
}
