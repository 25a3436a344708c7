package quic

import "testing"

func BenchmarkHeader(b *testing.B) {
	packet := vector(b, "rfc9001_client")
	b.ReportAllocs()
	for b.Loop() {
		_, _, _ = ParseHeader(packet)
	}
}

func BenchmarkInitialKeys(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		_, _, _ = InitialKeys(Version1, firstDCID)
	}
}

func BenchmarkOpen(b *testing.B) {
	packet := vector(b, "rfc9001_client")
	h, _, _ := ParseHeader(packet)
	keys, _, _ := InitialKeys(Version1, firstDCID)
	room := make([]byte, 0, len(packet))
	b.ReportAllocs()
	b.SetBytes(int64(len(packet)))
	for b.Loop() {
		_, _, _ = keys.Open(&h, -1, room)
	}
}

// BenchmarkConn reads a client's first datagram to its hello.
func BenchmarkConn(b *testing.B) {
	packet := vector(b, "rfc9001_client")
	var c Conn
	b.ReportAllocs()
	for b.Loop() {
		c.Reset()
		_ = c.FeedClient(packet)
		if c.ClientHello() == nil {
			b.Fatal("no hello")
		}
	}
}

func BenchmarkGoogle(b *testing.B) {
	packet := append([]byte("\x19abcdefghQ035\x01\x00aaaaaaaaaaaa\xa0\x01\x00\x01"), googleHello...)
	b.ReportAllocs()
	for b.Loop() {
		p, _ := ParseGoogle(packet)
		m, _ := ParseMessage(p.Handshake())
		_ = m.ServerName()
	}
}
