// Package slicer is a plug-in that ends flows after a number of packets.
package slicer

import (
	"fmt"

	"github.com/nfstream/nfstream-go"
)

// Expiration is the column expiration_id of the flows that the plug-in ends.
const Expiration = -1

// New returns a plug-in that ends a flow with its nth packet, and the next one begins another: with 1 every packet is a
// flow of its own. A flow that ends before, for another reason, keeps that reason. An n below 1 is refused when the
// stream opens its plug-ins, by an error that wraps nfstream.ErrConfig.
func New(n int) nfstream.Plugin { return slicer(n) }

type slicer int

func (slicer) Columns() []nfstream.Column { return nil }

func (n slicer) Open(*nfstream.Schema) (nfstream.Hooks, error) {
	if n < 1 {
		return nfstream.Hooks{}, fmt.Errorf("%w: packets of a slice are %d: want at least 1", nfstream.ErrConfig, n)
	}
	return nfstream.Hooks{Init: n.count, Update: n.count}, nil
}

func (n slicer) count(_ *nfstream.Packet, f *nfstream.Flow) {
	if f.Dir[0].Packets+f.Dir[1].Packets >= uint64(n) {
		f.Expire(Expiration)
	}
}
