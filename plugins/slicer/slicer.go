// Package slicer is a plug-in that exports a flow after N packets. Pass New(n) in nfstream.Config.Plugins.
package slicer

import (
	"fmt"

	"github.com/nfstream/nfstream-go"
)

// Expiration is the expiration_id of flows that the plug-in ends.
const Expiration = -1

// New returns a plug-in that ends a flow with its nth packet. The next packet starts a new flow; with 1, each packet
// is a flow. A flow that ends earlier for another reason keeps that reason. If n is below 1, opening the stream
// returns an error that wraps nfstream.ErrConfig.
func New(n int) nfstream.Plugin { return slicer(n) }

type slicer int

func (slicer) Columns() []nfstream.Column { return nil }

func (n slicer) Open(*nfstream.Schema) (nfstream.Hooks, error) {
	if n < 1 {
		return nfstream.Hooks{}, fmt.Errorf("%w: a slice of %d packets: want at least 1", nfstream.ErrConfig, n)
	}
	return nfstream.Hooks{Init: n.count, Update: n.count}, nil
}

func (n slicer) count(_ *nfstream.Packet, f *nfstream.Flow) {
	if f.Packets() >= uint64(n) {
		f.Expire(Expiration)
	}
}
