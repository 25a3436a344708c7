package dns_test

import (
	"testing"

	"github.com/nfstream/nfstream-go/l7/dns"
)

func BenchmarkPlausible(b *testing.B) {
	message := reply(b)
	b.SetBytes(int64(len(message)))
	b.ReportAllocs()
	for b.Loop() {
		if !dns.Plausible(message) {
			b.Fatal("not plausible")
		}
	}
}

func BenchmarkImplausible(b *testing.B) {
	payload := []byte("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 not a message of DNS, as most payloads are not")
	b.ReportAllocs()
	for b.Loop() {
		if dns.Plausible(payload) {
			b.Fatal("plausible")
		}
	}
}

func BenchmarkNameAndAddresses(b *testing.B) {
	message := reply(b)
	room := make([]byte, 0, dns.MaxName)
	b.ReportAllocs()
	for b.Loop() {
		m, _ := dns.Parse(message)
		q, _ := m.Question()
		room = q.Name.Append(room[:0])
		for r := m.EachAnswer(); r.Next(); {
			r.Addr()
		}
	}
}

// BenchmarkPointers is the message that costs the most by its length.
func BenchmarkPointers(b *testing.B) {
	message := pointers(dns.MaxPointers)
	b.SetBytes(int64(len(message)))
	b.ReportAllocs()
	for b.Loop() {
		dns.Plausible(message)
	}
}
