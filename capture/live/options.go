package live

import (
	"fmt"
	"math/bits"
	"os"
	"time"

	"golang.org/x/net/bpf"
)

// Options of a capture. The zero value of each means its default.
type Options struct {
	// Snaplen cuts frames to so many bytes; 0 takes them whole.
	Snaplen int
	// NoPromiscuous takes only what the interface receives anyway, not all that passes it.
	NoPromiscuous bool
	// Filter is a program of classic BPF that runs in the kernel before a frame is taken; no frame that it rejects is
	// ever seen. It finds the frame from its link-layer header on, without the VLAN tag that the kernel took off, and
	// may use the kernel's extensions.
	Filter []bpf.RawInstruction
	// RingSize is how many bytes of memory each socket's ring takes: 8 MiB. There is a socket for each interface of
	// each Source. Where the kernel cannot give so much, half of it is tried, and so on.
	RingSize int
	// BlockSize is how many bytes of a ring are handed over at a time: 1 MiB, or less for a RingSize below 8 MiB. It is
	// rounded up to a power of two. A frame that does not fit in a block is cut, so 1 MiB holds any.
	BlockSize int
	// BlockTimeout is after how long a block that is not full is handed over: 50 ms. It takes its place in the ring
	// however few its frames are.
	BlockTimeout time.Duration
	// Tick is after how long Next returns without frames where the batch does not say when it is due: 25 ms.
	Tick time.Duration
	// HardwareTime takes the times at which the interface received frames, by its own clock, instead of those at which
	// the kernel saw them. It needs CAP_NET_ADMIN and an interface that marks all frames. Frames that it did not mark,
	// as those that are sent, have the kernel's time.
	HardwareTime bool
	// Wait waits when an interface is down or gone, until it is back, instead of ending the Source, and has Open take
	// the name of one that is not there yet. Sources that share packets wait for an interface that is down only.
	Wait bool
	// Changed, unless it is nil, is called when an interface is found in another state than before, with Wait also where
	// it is not up at the begin. It is called in the goroutines of Open and Next, which wait for it; of Sources that
	// share an interface each calls it.
	Changed func(name string, now State)
	// Group joins an existing or new group of sockets that share the packets of an interface, which may belong to
	// several processes; of several interfaces the second takes the number after it, and so on. With 0 a Source that
	// Open returns is in no group, and those of OpenShared are in one of their own.
	Group uint16
	// Spread says how packets are shared.
	Spread Spread

	plain  bool // no ring, as if the kernel refused it
	shared bool // the packets are
}

// State says whether an interface can be captured on.
type State uint8

// The states of an interface.
const (
	Up   State = iota // packets come
	Down              // it is there, and is set down
	Gone              // there is none of its name
)

func (s State) String() string { return [...]string{"up", "down", "gone"}[min(s, Gone)] }

// Spread says which packets stay together when they are shared.
type Spread uint8

const (
	// ByAddresses keeps together what passes between two IP addresses, the outermost ones where there are tunnels, on
	// whatever VLAN; what is not IP, by the MAC addresses. So all packets that belong to one flow do, with fragments
	// and tunnels. It needs Linux 4.3; before, packets are spread ByFlow.
	ByAddresses Spread = iota
	// ByFlow spreads packets by their ports too, as the kernel's symmetric hash does, so that those of few hosts are
	// shared evenly. It does not keep together flows with fragments, those on VLANs whose tags the kernel leaves in the
	// frames of one direction, nor those in tunnels over UDP whose directions have other ports, as VXLAN and Geneve.
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

// complete checks the options and puts in the defaults.
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

// roundBlocks makes a block a power of two of whole pages and the ring whole blocks.
func (o *Options) roundBlocks() error {
	const most = 1 << 30
	if o.RingSize > most || o.BlockSize > most {
		return fmt.Errorf("%w: ring of more than %d bytes", ErrOptions, most)
	}
	o.BlockSize = 1 << bits.Len(uint(max(o.BlockSize, os.Getpagesize())-1))
	if o.RingSize < blocksAtLeast*o.BlockSize {
		return fmt.Errorf("%w: ring of %d bytes, which is less than %d blocks of %d", ErrOptions, o.RingSize,
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
