package nfstream

import (
	"fmt"
	"unsafe"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/capture/live"
	"github.com/nfstream/nfstream-go/internal/expect"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/nfstream/nfstream-go/table"
)

// Budget is how Config.Memory is split, in bytes.
type Budget struct {
	Rings      int // of interfaces, which are no memory of Go's
	Reading    int // blocks of captures, and packets on their way to the shards
	Table      int // the index and the records of flows
	Dissection int // what inspection of payloads holds, and the labels of flows
	Names      int // the cache of resolved names
	Output     int // rows that gather
	Fixed      int // protocols, rules, and what the runtime of Go needs for itself
	Garbage    int // what is no longer used until it is collected, and what the sizes of objects are rounded up by

	Flows int // that may be alive at once
}

// Total returns the sum of the parts, which is no more than Config.Memory.
func (b *Budget) Total() int {
	return b.Rings + b.Reading + b.Table + b.Dissection + b.Names + b.Output + b.Fixed + b.Garbage
}

// uncounted is what Go's runtime counts as memory of its own but does not touch, most of it tables of the collector: of
// 5.3 MiB on 64-bit machines, and 2.7 MiB on 32-bit ones, so much was not resident in a full run.
const uncounted = 3 << 20 >> (1 - unsafe.Sizeof(uintptr(0))/8)

// RuntimeLimit returns what to give debug.SetMemoryLimit, in bytes, so that the resident memory of Go stays within the
// parts that are Go's.
func (b *Budget) RuntimeLimit() int64 { return int64(b.Total() - b.Rings + int(uncounted)) }

// The parts of a bound, in bytes, and shares of it. Figures are measured; docs/memory.md says how.
const (
	// An idle process has 2.2 MiB of Go's memory on 64-bit machines and 1.4 MiB on 32-bit ones, most of it stacks and
	// tables of the collector, and 0.3 MiB of protocols and columns.
	fixedBytes = 1<<20 + 256<<10*int(unsafe.Sizeof(uintptr(0)))/2
	// A rule of a list of 200,000 hosts takes 110 bytes, and is there twice while rules are read again.
	bytesARule = 2 * 128
	// A consensus of Tor is kept as addresses, in a quarter of its text or less.
	consensusShare = 4
	// Rows gather until they are 64 KiB, of which the last may be long.
	outputBytes = 192 << 10
	// The collector runs when garbage has filled its part; an eighth is rounding, as classes of sizes are an eighth apart.
	garbageLeast, garbageShare = 1 << 20, 8
	// A capture is read by 256 KiB, of which no more than one record is kept for the next block. A zstd stream may ask for
	// an eighth of the bound as its window.
	blockBytes, frameBytes = 256 << 10, 1024 * int(unsafe.Sizeof(capture.Frame{}))
	tailBytes, zstdShare   = 64 << 10, 8
	// A longer record ends the capture; snapshot lengths are 256 KiB at most by custom.
	recordBytes            = 512 << 10
	ringLeast, ringShare   = 1 << 20, 8
	roundShare             = 16
	namesLeast, namesShare = 32 << 10, 64
	// What is left is for records, and beside each for inspection and labels of a flow. A flow of HTTP has 260 bytes of
	// labels, one of TLS 500 to 1000, most of a mix few or none, and a flow that is inspected has 2 KiB for a short time;
	// but a record is what a flow cannot do without.
	inspectionAFlow = 208
	// leastFlows is how many flows there is to be room for at least.
	leastFlows = 1 << 10
	// leastAWorker is the bound for each worker of those that a machine has.
	leastAWorker = 32 << 20
)

// leastRounds are enough for one to be read, one at the shards and one with the consumer.
const leastRounds = 3

// demand is what takes memory of what a Config asks for.
type demand struct {
	cfg      *Config
	table    table.Config // of a shard
	rings    int          // of interfaces, over all workers
	shared   bool         // each worker has its own rings
	zstd     bool         // a capture may be compressed by it
	rules    int
	files    int  // bytes of what is kept of files
	captures bool // blocks are read, rather than lent by rings
	// byDefault says that nobody has asked for the bound: what there is at least to be room for goes before it.
	byDefault bool
}

// layout is a Budget with what follows from it.
type layout struct {
	Budget
	ringSize       int
	rounds         int // in flight, of a parallel run
	batches        int // of a round
	nameSets       int
	zstdWindow     int
	flowsAShard    int
	inspectAShard  int // bytes
	endedAtOnce    int
	spareSlotsEach int // of ended flows
}

// layout splits a bound. It reports false where some part would be smaller than is of use.
func (d *demand) layout(memory int) (l layout, ok bool) {
	workers := d.cfg.Workers
	l.ringSize = d.cfg.RingSize
	if d.shared && l.ringSize > 0 {
		l.ringSize = max(l.ringSize/workers, d.ringShare())
	}
	if l.ringSize == 0 && d.rings > 0 {
		l.ringSize = min(max(memory/ringShare/d.rings, ringLeast), live.DefaultRingSize)
	}
	l.Rings = l.ringSize * d.rings
	l.Fixed = fixedBytes + d.rules*bytesARule + d.files
	l.Output = outputBytes
	l.Garbage = garbageLeast + memory/garbageShare
	l.nameSets, l.Names = namesOf(memory / namesShare)
	d.reading(memory, &l)
	left := memory - l.Total()
	if d.table.Protocols != nil {
		l.Dissection = max(left, 0) / (d.table.BytesASlot() + inspectionAFlow) * inspectionAFlow
		l.Dissection = max(l.Dissection, l7.LeastMemory*workers)
	}
	d.table.MaxEnded = l.endedAtOnce
	most := (d.cfg.TableSize-1)/workers + 1
	l.flowsAShard = d.table.Fitting((left-l.Dissection)/workers, l.spareSlotsEach, most)
	l.Table = d.table.Bytes(max(l.flowsAShard, 0), l.spareSlotsEach) * workers
	l.Flows = min(l.flowsAShard*workers, d.cfg.TableSize)
	if d.table.Protocols != nil {
		l.Dissection = max(left-l.Table, 0)
		l.inspectAShard = l.Dissection / workers
	}
	ok = l.flowsAShard >= 1 && l.Flows >= min(leastFlows, d.cfg.TableSize) &&
		(d.table.Protocols == nil || l.inspectAShard >= l7.LeastMemory)
	return l, ok && l.Total() <= memory
}

// ringShare returns how many bytes of a ring are enough for each worker that shares it.
func (d *demand) ringShare() int {
	if d.byDefault {
		return min(d.cfg.RingSize, leastShare)
	}
	return ringLeast
}

// reading sizes what frames are read into, and how many flows may have ended while that is under way.
func (d *demand) reading(memory int, l *layout) {
	batch := frameBytes
	if d.captures {
		batch += blockBytes
		l.Reading = tailBytes
	} else {
		batch += l.ringSize / 8 // a block of the ring, where it is copied
	}
	if d.zstd {
		l.zstdWindow = memory / zstdShare
		l.Reading += l.zstdWindow
	}
	const atOnce = 1 << 10
	l.rounds, l.batches = 1, 1
	switch workers := d.cfg.Workers; {
	case workers == 1:
		l.Reading += batch
		l.endedAtOnce, l.spareSlotsEach = atOnce, 2*atOnce
	case d.shared:
		l.Reading += batch * workers
		l.endedAtOnce, l.spareSlotsEach = atOnce, (2+handfuls)*atOnce
	default:
		room := batch + atOnce*int(unsafe.Sizeof(packet.Packet{})+16)
		l.Reading += d.inFlight(memory, room, l)
		l.spareSlotsEach = (leastRounds*atOnce + workers - 1) / workers
	}
}

// inFlight chooses how many rounds there are, and how many batches to each, where a batch takes so much room, and returns
// what is set apart for them. The slots of flows that end in more than the least of them count there.
func (d *demand) inFlight(memory, room int, l *layout) int {
	cost := func(n int) int { return n*room + (n-leastRounds)<<10*(d.table.BytesASlot()+64) }
	l.rounds, l.batches = leastRounds, 1
	for _, more := range [][2]int{{4, 1}, {roundsInFlight, 1}, {roundsInFlight, roundBatches}} {
		if cost(more[0]*more[1]) <= memory/roundShare {
			l.rounds, l.batches = more[0], more[1]
		}
	}
	return min(max(cost(leastRounds), memory/roundShare), cost(roundsInFlight*roundBatches))
}

// namesOf returns how many sets a cache of expectations in so many bytes has.
func namesOf(bytes int) (sets, reserved int) {
	const set = expect.BytesASet
	reserved = min(max(bytes, namesLeast), expect.DefaultSets*set)
	for sets = expect.DefaultSets; sets*set > reserved; sets /= 2 {
	}
	return sets, reserved
}

// budget splits Config.Memory, and puts what follows from it into the Config of the shards.
func (d *demand) budget() (layout, error) {
	l, ok := d.layout(d.cfg.Memory)
	if ok {
		return l, nil
	}
	const unit = 64 << 10
	low, high := 0, 1
	for ; high < maxInt/unit/4; high *= 2 {
		if _, ok := d.layout(high * unit); ok {
			break
		}
	}
	for low+1 < high {
		middle := (low + high) / 2
		if _, ok := d.layout(middle * unit); ok {
			high = middle
		} else {
			low = middle
		}
	}
	if d.byDefault {
		d.cfg.Memory = high * unit
		l, _ = d.layout(d.cfg.Memory)
		return l, nil
	}
	return l, &ParameterError{Parameter: "Memory", Least: high * unit, Reason: fmt.Sprintf(
		"is %d: want at least %d (%.1f MiB) for these options", d.cfg.Memory, high*unit, float64(high*unit)/(1<<20))}
}
