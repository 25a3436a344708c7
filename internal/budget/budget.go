// Package budget splits a bound of memory between the parts of a run, before anything is made. Each part then keeps to its
// share by itself.
package budget

import (
	"fmt"
	"math"
	"unsafe"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/capture/live"
	"github.com/nfstream/nfstream-go/internal/expect"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/nfstream/nfstream-go/table"
)

// Parts are the shares of a bound, in bytes.
type Parts struct {
	Rings      int // of interfaces, which are no memory of Go's
	Reading    int // blocks of captures, and packets on their way to the shards
	Table      int // the index and the records of flows
	Dissection int // what inspection of payloads holds, and the labels of flows
	Names      int // the cache of resolved names and other expectations
	Output     int // buffers of sinks
	Fixed      int // protocols, rules, and what the runtime of Go needs for itself
	Garbage    int // unused objects that are not collected yet, and the rounding of sizes

	Flows int // that may be alive at once
}

// Total returns the sum of the parts, which is no more than the bound.
func (b *Parts) Total() int {
	return b.Rings + b.Reading + b.Table + b.Dissection + b.Names + b.Output + b.Fixed + b.Garbage
}

// uncounted is memory that Go's runtime counts as its own but does not touch, mostly tables of the collector. Measured as
// not resident in a full run: 3 MiB of 5.3 MiB on 64-bit machines, 1.5 MiB of 2.7 MiB on 32-bit ones.
const uncounted = 3 << 20 >> (1 - unsafe.Sizeof(uintptr(0))/8)

// RuntimeLimit returns the argument for debug.SetMemoryLimit, in bytes, with which the resident memory of Go stays within
// the parts that are Go's.
func (b *Parts) RuntimeLimit() int64 { return int64(b.Total() - b.Rings + int(uncounted)) }

// The parts of a bound, in bytes, and shares of it. Figures are measured; docs/memory.md says how.
const (
	// An idle process has 2.2 MiB of Go's memory on 64-bit machines and 1.4 MiB on 32-bit ones, most of it stacks and
	// tables of the collector, and 0.3 MiB of protocols and columns.
	fixedBytes = 1<<20 + 256<<10*int(unsafe.Sizeof(uintptr(0)))/2
	// A rule of a list of 200,000 hosts takes 110 bytes, and is there twice while rules are read again.
	bytesARule = 2 * 128
	// ConsensusShare divides the size of a consensus of Tor: its addresses take a quarter of its text or less.
	ConsensusShare = 4
	// A sink writes when it has 64 KiB of rows. The last row may be long.
	outputBytes = 192 << 10
	// The collector runs when garbage has filled its part. An eighth is rounding: size classes are an eighth apart.
	garbageLeast, garbageShare = 1 << 20, 8
	// A capture is read in blocks of 256 KiB. At most one record of a block is kept for the next one. A zstd stream may ask
	// for an eighth of the bound as its window.
	blockBytes, frameBytes = 256 << 10, 1024 * int(unsafe.Sizeof(capture.Frame{}))
	tailBytes, zstdShare   = 64 << 10, 8
	// MaxRecord bounds a record of a capture. Snapshot lengths are 256 KiB at most by custom.
	MaxRecord              = 512 << 10
	ringLeast, ringShare   = 1 << 20, 8
	windowShare            = 16
	namesLeast, namesShare = 32 << 10, 64
	// What is left is for records, and for inspection and labels with each. A flow of HTTP has 260 bytes of labels, one of
	// TLS 500 to 1000, most flows of a mix few or none. A flow under inspection has 2 KiB for a short time. Records come
	// first, since a flow cannot do without.
	inspectionAFlow = 208
	// leastFlows is how many flows must fit.
	leastFlows = 1 << 10
	// leastAWorker is the bound for each worker of those that a machine has.
	leastAWorker = 32 << 20
)

// Windows of a parallel run, and batches of a window. These are enough for one window to be read, one at the shards and some
// with the consumer.
const (
	MaxWindows   = 6
	leastWindows = 3
	MaxBatches   = 2
)

// Workers returns how many of a number of workers a bound has room for, at least one.
func Workers(memory, workers int) int { return max(1, min(workers, memory/leastAWorker)) }

// Demand is what a run needs memory for.
type Demand struct {
	Table     table.Config // of a shard
	Workers   int
	TableSize int   // of all shards
	Rings     Rings // of interfaces
	Captures  bool  // blocks are read, rather than lent by rings
	Zstd      bool  // a capture may be compressed by zstd
	Rules     int   // of the user, how many
	Files     int   // what is kept of files, in bytes

	// EndedBatches is how many batches of ended flows a shard with rings of its own has in flight.
	EndedBatches int
	// ByDefault says that nobody asked for the bound. It is raised if it is less than the least.
	ByDefault bool
}

// Plan is Parts with what follows from them.
type Plan struct {
	Parts
	RingSize         int // of each ring
	Windows, Batches int // in flight, and of each
	ExpectSets       int
	ZstdWindow       int
	FlowsAShard      int
	InspectionAShard int // bytes
	MaxEnded         int // flows that end at once, in a shard; 0: no bound
	spareSlots       int // of a shard, for ended flows
}

// Rings are those of interfaces.
type Rings struct {
	Interfaces int
	Sharing    int // workers that have a ring of each interface; 0: all share one
	Asked      int // bytes of an interface's rings together; 0: what the bound has room for
	// Bounded says that memory was bounded by the user, so that rings may be small.
	Bounded bool
}

func (r *Rings) count() int { return r.Interfaces * max(r.Sharing, 1) }

// Size returns how large each ring is within a bound of memory.
func (r *Rings) Size(memory int) int {
	switch {
	case r.Interfaces == 0:
		return 0
	case r.Asked == 0:
		return min(max(memory/ringShare/r.count(), ringLeast), live.DefaultRingSize)
	case r.Sharing == 0:
		return r.Asked
	case r.Bounded:
		return max(r.Asked/r.Sharing, ringLeast)
	}
	return max(r.Asked/r.Sharing, min(r.Asked, sharedLeast))
}

// sharedLeast is how many bytes of a ring are enough for each worker that shares an interface. Its blocks hold any frame.
const sharedLeast = 4 << 20

// plan splits a bound. It reports false if a part is too small to be of use.
func (d *Demand) plan(memory int) (p Plan, ok bool) {
	p.RingSize = d.Rings.Size(memory)
	p.Rings = p.RingSize * d.Rings.count()
	p.Fixed = fixedBytes + d.Rules*bytesARule + d.Files
	p.Output = outputBytes
	p.Garbage = garbageLeast + memory/garbageShare
	p.ExpectSets, p.Names = expectSets(memory / namesShare)
	d.reading(memory, &p)
	left := memory - p.Total()
	if d.Table.Protocols != nil {
		p.Dissection = max(left, 0) / (d.Table.BytesASlot() + inspectionAFlow) * inspectionAFlow
		p.Dissection = max(p.Dissection, l7.LeastMemory*d.Workers)
	}
	t := d.Table
	t.MaxEnded = p.MaxEnded
	most := (d.TableSize-1)/d.Workers + 1
	p.FlowsAShard = t.Fitting((left-p.Dissection)/d.Workers, p.spareSlots, most)
	p.Table = t.Bytes(max(p.FlowsAShard, 0), p.spareSlots) * d.Workers
	p.Flows = min(p.FlowsAShard*d.Workers, d.TableSize)
	if d.Table.Protocols != nil {
		p.Dissection = max(left-p.Table, 0)
		p.InspectionAShard = p.Dissection / d.Workers
	}
	ok = p.FlowsAShard >= 1 && p.Flows >= min(leastFlows, d.TableSize) &&
		(d.Table.Protocols == nil || p.InspectionAShard >= l7.LeastMemory)
	return p, ok && p.Total() <= memory
}

// reading sizes the buffers for frames, and says how many flows may end while they are read.
func (d *Demand) reading(memory int, p *Plan) {
	batch := frameBytes
	if d.Captures {
		batch += blockBytes
		p.Reading = tailBytes
	} else {
		batch += p.RingSize / 8 // a block of the ring, if it is copied
	}
	if d.Zstd {
		p.ZstdWindow = ZstdWindow(memory)
		p.Reading += p.ZstdWindow
	}
	const atOnce = 1 << 10
	p.Windows, p.Batches = 1, 1
	switch {
	case d.Workers == 1:
		p.Reading += batch
		p.MaxEnded, p.spareSlots = atOnce, 2*atOnce
	case d.Rings.Sharing > 0:
		p.Reading += batch * d.Workers
		p.MaxEnded, p.spareSlots = atOnce, (2+d.EndedBatches)*atOnce
	default:
		room := batch + atOnce*int(unsafe.Sizeof(packet.Packet{})+16)
		p.Reading += d.windows(memory, room, p)
		p.spareSlots = (leastWindows*atOnce + d.Workers - 1) / d.Workers
	}
}

// ZstdWindow returns how large the window of a zstd stream may be, in bytes.
func ZstdWindow(memory int) int { return memory / zstdShare }

// windows chooses how many windows there are and how many batches each has, if a batch takes room bytes, and returns what
// is set apart for them. That includes the slots of flows that end in more than the least windows.
func (d *Demand) windows(memory, room int, p *Plan) int {
	cost := func(n int) int { return n*room + (n-leastWindows)<<10*(d.Table.BytesASlot()+64) }
	p.Windows, p.Batches = leastWindows, 1
	for _, more := range [][2]int{{4, 1}, {MaxWindows, 1}, {MaxWindows, MaxBatches}} {
		if cost(more[0]*more[1]) <= memory/windowShare {
			p.Windows, p.Batches = more[0], more[1]
		}
	}
	return min(max(cost(leastWindows), memory/windowShare), cost(MaxWindows*MaxBatches))
}

// expectSets returns how many sets the cache of expectations has in a number of bytes, and what is reserved for it.
func expectSets(bytes int) (sets, reserved int) {
	reserved = min(max(bytes, namesLeast), expect.DefaultSets*expect.BytesASet)
	for sets = expect.DefaultSets; sets*expect.BytesASet > reserved; sets /= 2 {
	}
	return sets, reserved
}

// LeastError says that a bound is too small.
type LeastError struct{ Least int }

func (e *LeastError) Error() string { return fmt.Sprintf("want at least %d bytes of memory", e.Least) }

// Split splits a bound of memory, in bytes. Its error is a *LeastError.
func (d *Demand) Split(memory int) (Plan, error) {
	p, ok := d.plan(memory)
	if ok {
		return p, nil
	}
	const unit = 64 << 10
	low, high := 0, 1
	for ; high < math.MaxInt/unit/4; high *= 2 {
		if _, ok := d.plan(high * unit); ok {
			break
		}
	}
	for low+1 < high {
		mid := (low + high) / 2
		if _, ok := d.plan(mid * unit); ok {
			high = mid
		} else {
			low = mid
		}
	}
	if d.ByDefault {
		p, _ = d.plan(high * unit)
		return p, nil
	}
	return p, &LeastError{Least: high * unit}
}
