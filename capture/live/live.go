// Package live captures packets on network interfaces of Linux, without cgo. Open returns a capture.Source;
// Interfaces lists what can be captured. Frames are read in place from rings shared with the kernel (AF_PACKET with
// TPACKET_V3), or from plain packet sockets if the kernel refuses rings.
package live

import (
	"github.com/nfstream/nfstream-go/capture"
)

// Any means all interfaces, also those that appear later. An interface that has this name takes precedence.
const Any = "any"

// Open returns one Source of the packets of the named interfaces, in both directions. The first packet is one that
// passes after the call of Open, at the latest the first one after its return.
//
// The frames of one interface keep the kernel's order. The available frames of several interfaces are merged by time.
// Frames become available when a block of the ring is full or Options.BlockTimeout has passed, so frames of different
// interfaces may be out of order by up to that time.
//
// Frames lie in the ring itself. A capture.Batch holds the block of its frames until it is passed to Next again or
// Reset. The ring stops at a block that is held: packets are then dropped and counted. Use batches in turn. If more
// than half of a ring's blocks are held, or a held block has recently stopped the ring, frames are copied instead.
//
// Next returns no frames and no error if none arrive for Options.Tick, so that the caller can check the time. Close
// may be called while Next runs; Next then returns os.ErrClosed. Frames in a Batch stay valid after Close.
//
// Errors of Open wrap ErrNotSupported, ErrPermission, ErrNoInterface, ErrInterfaceDown, ErrLinkType or ErrOptions if
// one of these is the cause. Open opens sockets in the network namespace of the calling thread; they stay in that
// namespace.
func Open(names []string, o Options) (capture.Source, error) {
	sources, err := open(names, 1, o, o.Group != 0)
	if err != nil {
		return nil, err
	}
	return sources[0], nil
}

// OpenShared returns n Sources that share the packets of the named interfaces. Each packet goes to one Source.
// Options.Spread determines which packets stay together; by default both directions of a flow do. Each Source is read
// and closed independently. The packets of a Source that is not read are dropped.
func OpenShared(names []string, n int, o Options) ([]capture.Source, error) {
	return open(names, n, o, true)
}
