package categories_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/nfstream/nfstream-go/categories"
)

// BenchmarkDefaultPort looks up ports in random order. BenchmarkDefaultPort/known uses only ports with an owner.
func BenchmarkDefaultPort(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	var known, mixed [4096]uint16
	var owned []uint16
	for id := range categories.All() {
		tcp, _ := categories.Ports(id)
		for _, r := range tcp {
			owned = append(owned, r.First)
		}
	}
	for i := range known {
		known[i] = owned[random.IntN(len(owned))]
		mixed[i] = uint16(random.Uint32())
	}
	b.Run("known", func(b *testing.B) { lookUp(b, &known) })
	b.Run("mixed", func(b *testing.B) { lookUp(b, &mixed) })
}

func lookUp(b *testing.B, ports *[4096]uint16) {
	b.ReportAllocs()
	found, i := 0, 0
	for b.Loop() {
		if categories.DefaultPort(categories.TransportTCP, ports[i%len(ports)]) != categories.Unknown {
			found++
		}
		i++
	}
}

func BenchmarkByName(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := categories.ByName("instagram"); !ok {
			b.Fatal("not found")
		}
	}
}

func BenchmarkAppendName(b *testing.B) {
	b.ReportAllocs()
	room := make([]byte, 0, 64)
	for b.Loop() {
		room = categories.AppendName(room[:0], categories.HTTP, categories.Instagram)
	}
}

func BenchmarkByHost(b *testing.B) {
	for name, host := range map[string]string{
		"known": "scontent-mxp1-1.cdninstagram.com", "deep": "a.b.c.d.e.f.g.h.i.j.fbcdn.net", "pattern": "igcdn-photos-g-a.akamaihd.net",
		"unknown": "www.some-site-or-other.example", "long": strings.Repeat("label.", 40) + "example",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				categories.ByHost(host)
			}
		})
	}
}
