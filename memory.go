package nfstream

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/nfstream/nfstream-go/internal/budget"
	"github.com/nfstream/nfstream-go/internal/meter"
)

// Budget is how Config.Memory is divided, in bytes.
type Budget struct {
	Rings      int // of interfaces, which are not memory of Go's runtime
	Reading    int // blocks of captures, and packets on their way to the shards
	Table      int // the index and the records of flows
	Dissection int // what inspection of payloads holds, and the labels of flows
	Names      int // the cache of resolved names and other expectations
	Output     int // buffers of sinks
	Fixed      int // protocols, rules, and what the runtime of Go needs for itself
	Garbage    int // unused objects that are not collected yet, and the rounding of sizes

	Flows int // that may be alive at once
}

// Total returns the sum of the parts, which is no more than Config.Memory.
func (b *Budget) Total() int { return (*budget.Parts)(b).Total() }

// RuntimeLimit returns the argument for debug.SetMemoryLimit, in bytes, with which the resident memory of Go stays within
// the parts that are Go's.
func (b *Budget) RuntimeLimit() int64 { return (*budget.Parts)(b).RuntimeLimit() }

// Budget returns how Config.Memory is divided, all zeroes without a bound.
func (s *Streamer) Budget() Budget { return s.inForce.Load().budget }

// divide divides Config.Memory, if it is a bound, between the parts of a run over the input.
func (s *setup) divide(m *meter.Config, in *input) error {
	c, memory := &s.cfg, s.cfg.Memory
	m.TableSize, m.Windows, m.Batches = c.TableSize, budget.MaxWindows, budget.MaxBatches
	byDefault := memory == 0 && in.live
	if byDefault {
		memory = DefaultMemory()
	}
	if memory <= 0 {
		if memory == 0 {
			m.Table.Limits.States = DefaultInspection / inspectionBytes / c.Workers
		}
		return nil
	}
	d := budget.Demand{
		Table: m.Table, Workers: c.Workers, TableSize: c.TableSize, Files: keptOf(c),
		Rings: in.rings, Captures: !in.live, Zstd: in.zstd,
		EndedBatches: meter.EndedBatches,
		ByDefault:    byDefault,
	}
	if set := s.rules.Load(); set != nil {
		d.Rules = set.Len()
	}
	plan, err := d.Split(memory)
	if err != nil {
		return refuseMemory(memory, err)
	}
	s.budget = Budget(plan.Parts)
	m.TableSize, m.Windows, m.Batches, m.ExpectSets = plan.Flows, plan.Windows, plan.Batches, plan.ExpectSets
	m.Table.MaxEnded, m.Table.Limits.Memory = plan.MaxEnded, plan.InspectionAShard
	if !byDefault { // a small index, which may grow, finds few flows faster
		m.Table.Room = plan.FlowsAShard
	}
	return nil
}

// refuseMemory makes an error of the parameter of one that says what is enough.
func refuseMemory(memory int, err error) error {
	var short *budget.LeastError
	if !errors.As(err, &short) {
		return err
	}
	return &ParameterError{Parameter: "Memory", Least: short.Least, Reason: fmt.Sprintf(
		"is %d: want at least %d (%.1f MiB) for these options", memory, short.Least, float64(short.Least)/(1<<20))}
}

// DefaultInspection is about how many bytes inspection takes at most if captures are metered without a bound, over all
// workers; see Config.Memory. It bounds the flows that are inspected at once, each counted with inspectionBytes: that is
// what a QUIC Initial without an answer takes, the most for a single packet.
const DefaultInspection = 256 << 20

const inspectionBytes = 6 << 10

// DefaultMemory returns the bound of memory, in bytes, of a run over interfaces if Config.Memory is 0: a quarter of the
// memory of the machine, or of the control group of the process; 0 if the system does not say.
func DefaultMemory() int {
	const most = uint64(maxInt / 2) // half of the addresses of 32-bit machines
	return int(min(budget.Machine()/4, most))
}

// keptOf returns how many bytes are kept of the files that a Config names: databases whole, and twice while they are read
// again, and the addresses in a consensus.
func keptOf(c *Config) (n int) {
	for _, name := range c.Rules {
		if strings.HasSuffix(name, ".mmdb") {
			_, path, named := strings.Cut(name, ":")
			if !named {
				path = name
			}
			n += 2 * sizeOf(path)
		}
	}
	for _, name := range c.TorConsensus {
		n += sizeOf(name) / budget.ConsensusShare
	}
	return n
}

// sizeOf returns the size of a file, 0 if it is missing, which opening it reports.
func sizeOf(path string) int {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return int(min(info.Size(), 1<<30))
}
