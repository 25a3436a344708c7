// Package live captures the packets of network interfaces. It does so on Linux, without cgo: frames are read in place
// from rings that the kernel shares (AF_PACKET with TPACKET_V3), or from plain packet sockets where it refuses them.
package live

import (
	"github.com/nfstream/nfstream-go/capture"
)

// Any names all interfaces, those that appear later too. An interface that really has this name goes before.
const Any = "any"

// Open returns one Source of the packets of the named interfaces, in both directions, beginning with those that pass
// after Open has been called and at the latest with the first that passes after it has returned.
//
// A single interface's frames come in the order in which the kernel took them. Those of several are merged by time as
// far as they are there when Next is called: an interface's frames become readable when a block of its ring is full or
// Options.BlockTimeout old, so they may be late by so much beside another's.
//
// Frames lie in the ring itself. A capture.Batch keeps the block that its frames lie in until it is passed to Next
// again or Reset, and the ring cannot get past a block that is kept: packets are then dropped, and counted. So use
// batches in turn. When more than half of a ring's blocks are kept, or one has stopped the ring lately, frames are
// copied and no further block is kept.
//
// Next returns with no frame and without an error when there was none for Options.Tick, so that its caller can look at
// the time. Close, which may be called while Next runs, ends it with os.ErrClosed; frames of a Batch outlive it.
//
// Errors of Open wrap ErrNotSupported, ErrPermission, ErrNoInterface, ErrInterfaceDown, ErrLinkType or ErrOptions where
// one of these is the cause. It opens sockets in the network namespace of the calling thread, where they stay.
func Open(names []string, o Options) (capture.Source, error) {
	sources, err := open(names, 1, o, o.Group != 0)
	if err != nil {
		return nil, err
	}
	return sources[0], nil
}

// OpenShared returns n Sources that share the packets of the named interfaces: each packet goes to one of them, and all
// packets of a flow, in both directions, to the same one, as Options.Spread says. Each may be read, and must be closed,
// on its own; the packets of one that is not read are dropped.
func OpenShared(names []string, n int, o Options) ([]capture.Source, error) {
	return open(names, n, o, true)
}
