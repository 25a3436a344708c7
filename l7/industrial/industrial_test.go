//go:build !nfstream_no_industrial

package industrial

import (
	"testing"

	"github.com/nfstream/nfstream-go/l7/l7test"
)

func TestSamples(t *testing.T) {
	l7test.CheckDescriptors(t, Protos())
	l7test.CheckSamples(t, Protos())
	l7test.CheckProbesAllocateNothing(t, Protos())
}

func FuzzFlow(f *testing.F) { l7test.Fuzzing{Protos: Protos()}.Records(f) }
