package nfstream

import (
	"encoding/binary"
	"io"
	"os"
	"strings"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/table"
)

// Budget returns how Config.Memory is split, all zeroes without a bound.
func (s *Streamer) Budget() Budget { return s.memory.Budget }

// split splits Config.Memory, if it is a bound, between the parts of a run over the given sources, and has the shards
// keep to theirs.
func (s *Streamer) split(shard *table.Config, sources []string) error {
	c := &s.cfg
	d := demand{cfg: c, table: *shard, captures: true}
	d.look(sources)
	if c.Memory == 0 && !d.captures {
		c.Memory, d.byDefault = DefaultMemory(), true
	}
	if c.Memory <= 0 {
		if c.Memory == 0 {
			shard.Limits.States = DefaultInspection / inspectionBytes / c.Workers
		}
		return nil
	}
	if rules := s.Rules(); rules != nil {
		d.rules = rules.Len()
	}
	d.files = keptOf(c)
	l, err := d.budget()
	if err != nil {
		return err
	}
	s.memory = l
	c.RingSize, c.TableSize = max(l.ringSize, 1), l.Flows
	if d.shared {
		c.RingSize *= c.Workers
	}
	shard.MaxEnded, shard.Limits.Memory = l.endedAtOnce, l.inspectAShard
	if !d.byDefault { // few flows are found faster in a small index, which may grow
		shard.Room = l.flowsAShard
	}
	return nil
}

// DefaultInspection is about how many bytes inspection takes at most where captures are metered without a bound, over all
// workers; see Config.Memory. It bounds the flows that are inspected at once, each of which takes inspectionBytes: that of a
// QUIC Initial without an answer, the most that a single packet brings about.
const DefaultInspection = 256 << 20

const inspectionBytes = 6 << 10

// DefaultMemory returns the bound of memory of a run over interfaces whose Config has none, in bytes: a quarter of what
// the machine has, or the control group that the process is in, 0 where the system does not say.
func DefaultMemory() int {
	const most = uint64(maxInt / 2) // half of the addresses of 32-bit machines
	return int(min(machineMemory()/4, most))
}

// keptOf returns how many bytes are kept of files that a Config names: databases as they are, twice while they are read
// again, and what is in a consensus.
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
		n += sizeOf(name) / consensusShare
	}
	return n
}

// sizeOf returns the size of a file, 0 of one that is not there, as who opens it tells.
func sizeOf(path string) int {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return int(min(info.Size(), 1<<30))
}

// limits returns how much memory reading captures may take, the defaults without a bound.
func (l *layout) limits() capture.Limits {
	if l.Flows == 0 {
		return capture.Limits{}
	}
	return capture.Limits{Record: recordBytes, Window: l.zstdWindow}
}

// inFlight returns how many rounds of a parallel run there are, and how many batches to each.
func (l *layout) inFlight() (rounds, batches int) {
	if l.Flows == 0 {
		return roundsInFlight, roundBatches
	}
	return l.rounds, l.batches
}

// look sees what is to be read. What cannot be opened is told by who opens it.
func (d *demand) look(sources []string) {
	for _, name := range sources {
		if is, err := d.cfg.isInterface(name); err == nil && is {
			d.captures = false
			d.rings++ // any is one too
			continue
		}
		d.zstd = d.zstd || mayBeZstd(name)
	}
	if d.rings > 0 && sharesRings(d.cfg) {
		d.shared = true
		d.rings *= d.cfg.Workers
	}
}

// mayBeZstd reports whether a source may be compressed by zstd: one that is a stream or a folder may.
func mayBeZstd(name string) bool {
	info, err := os.Stat(name)
	if name == "-" || err != nil || !info.Mode().IsRegular() {
		return true
	}
	f, err := os.Open(name)
	if err != nil {
		return true
	}
	defer f.Close()
	magic := make([]byte, 4) // RFC 8878, sections 3.1.1 and 3.1.2
	_, err = io.ReadFull(f, magic)
	n := binary.LittleEndian.Uint32(magic)
	return err == nil && (n == 0xfd2fb528 || n&^0xf == 0x184d2a50)
}
