package live

import (
	"fmt"
	"math/bits"
	"os"
	"time"

	"golang.org/x/net/bpf"
)

// Options configure a capture. The zero value of a field means its default.
type Options struct {
	// Snaplen cuts frames to N bytes; 0 captures whole frames.
	Snaplen int
	// NoPromiscuous captures without promiscuous mode: only packets that the interface receives anyway.
	NoPromiscuous bool
	// Filter is a classic BPF program that runs in the kernel. Frames that it rejects are never received. It sees the
	// frame from the link-layer header on, without the VLAN tag that the kernel stripped, and may use the kernel's
	// extensions.
	Filter []bpf.RawInstruction
	// RingSize is the size of each socket's ring in bytes; default 8 MiB. There is a socket for each interface of
	// each Source. If the kernel has not enough memory, half the size is tried, and so on.
	RingSize int
	// BlockSize is the size of a ring's blocks in bytes; default 1 MiB, or less for a RingSize below 8 MiB. It is
	// rounded up to a power of two. A frame that does not fit in a block is cut; 1 MiB holds any frame.
	BlockSize int
	// BlockTimeout is the time after which the kernel delivers a block that is not full; default 50 ms. Such a block
	// occupies its whole size in the ring.
	BlockTimeout time.Duration
	// Tick is the time after which Next returns without frames if the batch has no Due; default 25 ms.
	Tick time.Duration
	// HardwareTime uses the receive timestamps of the interface's clock instead of the kernel's. It needs
	// CAP_NET_ADMIN and an interface that timestamps all frames. Frames without a hardware timestamp, such as sent
	// ones, have the kernel's time.
	HardwareTime bool
	// Wait waits for an interface that is down or gone instead of ending the Source. Open then accepts the name of an
	// interface that does not exist yet. Sources that share packets wait only for an interface that is down.
	Wait bool
	// Changed, if not nil, is called when the state of an interface changes. With Wait it is also called for an
	// interface that is not up at the start. Open and Next call it and wait for it. Each of several Sources that
	// share an interface calls it.
	Changed func(name string, now State)
	// Group is the number of a fanout group to join or create. Its sockets share the packets of an interface and may
	// belong to several processes. The second interface uses the next number, and so on. With 0, a Source of Open is
	// in no group, and those of OpenShared are in a new one.
	Group uint16
	// Spread selects how packets are distributed to Sources that share them.
	Spread Spread

	plain  bool // use no ring, as if the kernel had refused it
	shared bool // the Sources share packets
}

// State is the state of an interface.
type State uint8

// The states of an interface.
const (
	Up   State = iota // it can be captured
	Down              // it exists and is down
	Gone              // it does not exist
)

func (s State) String() string { return [...]string{"up", "down", "gone"}[min(s, Gone)] }

// Spread selects which packets stay together when Sources share them.
type Spread uint8

const (
	// ByAddresses keeps packets between the same two outermost IP addresses together, on any VLAN; other packets by
	// their MAC addresses. All packets of a flow stay together, including fragments and tunnels. It needs Linux 4.3;
	// older kernels spread ByFlow.
	ByAddresses Spread = iota
	// ByFlow also uses the ports (the kernel's symmetric hash), so that the packets of few hosts are spread evenly.
	// It separates packets of some flows: flows with fragments, flows on VLANs if the kernel leaves the tags in
	// frames of one direction, and flows in UDP tunnels with different ports by direction, such as VXLAN and Geneve.
	ByFlow
)

// Defaults of Options.
const (
	DefaultRingSize     = 8 << 20
	DefaultBlockTimeout = 50 * time.Millisecond

	defaultBlock  = 1 << 20
	blocksAtLeast = 4
	defaultTick   = 25 * time.Millisecond
)

// complete checks the options and sets defaults.
func (o *Options) complete() error {
	switch {
	case o.Snaplen < 0 || o.RingSize < 0 || o.BlockSize < 0 || o.BlockTimeout < 0 || o.Tick < 0:
		return fmt.Errorf("%w: negative value", ErrOptions)
	case o.Spread > ByFlow:
		return fmt.Errorf("%w: unknown spread %d", ErrOptions, o.Spread)
	case len(o.Filter) > maxFilter:
		return fmt.Errorf("%w: filter of %d instructions, more than %d", ErrOptions, len(o.Filter), maxFilter)
	}
	o.RingSize = orDefault(o.RingSize, DefaultRingSize)
	o.BlockTimeout = max(orDefault(o.BlockTimeout, DefaultBlockTimeout), time.Millisecond)
	o.Tick = max(orDefault(o.Tick, defaultTick), time.Millisecond)
	o.BlockSize = orDefault(o.BlockSize, min(defaultBlock, o.RingSize/8))
	return o.roundBlocks()
}

// roundBlocks rounds a block to a power of two of whole pages, and the ring to whole blocks.
func (o *Options) roundBlocks() error {
	const most = 1 << 30
	if o.RingSize > most || o.BlockSize > most {
		return fmt.Errorf("%w: ring of more than %d bytes", ErrOptions, most)
	}
	o.BlockSize = 1 << bits.Len(uint(max(o.BlockSize, os.Getpagesize())-1))
	if o.RingSize < blocksAtLeast*o.BlockSize {
		return fmt.Errorf("%w: ring of %d bytes is smaller than %d blocks of %d", ErrOptions, o.RingSize,
			blocksAtLeast, o.BlockSize)
	}
	o.RingSize -= o.RingSize % o.BlockSize
	return nil
}

func orDefault[T int | time.Duration](v, otherwise T) T {
	if v == 0 {
		return otherwise
	}
	return v
}
