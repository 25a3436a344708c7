package l7test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// Synthetic protocols skip what their probes reject only, as real ones do, and take payloads of theirs alone.
func TestSynthetic(t *testing.T) {
	protos := Synthetic(300)
	CheckDescriptors(t, protos)
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		data := make([]byte, 1+r.IntN(300))
		for i := range data {
			data[i] = byte(r.IntN(3)) * byte(r.IntN(256))
		}
		if p := protos[r.IntN(len(protos))]; len(p.Prefixes) > 0 {
			copy(data, p.Prefixes[0])
		}
		CheckSkips(t, protos, data, 1, 2)
	}
	require.Len(t, Synthetic(10), 10)
}
