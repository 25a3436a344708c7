//go:build !nfstream_no_product

package product

import (
	"testing"

	"github.com/nfstream/nfstream-go/l7/l7test"
)

func TestSamples(t *testing.T) {
	l7test.CheckDescriptors(t, Protos())
	l7test.CheckSamples(t, Protos())
	l7test.CheckProbesAllocateNothing(t, Protos())
}

func FuzzFlow(f *testing.F) {
	var pairs [][2]string
	for _, sample := range l7test.Samples(Protos()) {
		pairs = append(pairs, [2]string{string(sample), ""})
	}
	l7test.Fuzzing{Protos: Protos(), Port: 8080}.Flow(f, pairs...)
}
