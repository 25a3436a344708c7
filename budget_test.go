package nfstream

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/table"
)

// demands are of all kinds: options that make records larger, rings, several workers, compression and rules.
func demands() (all []demand) {
	for _, workers := range []int{1, 2, 5} {
		for _, tables := range []*l7.Tables{nil, l7.Compile(nil)} {
			for _, rings := range []int{0, 1, 3} {
				for _, splt := range []int{0, 20} {
					c := &Config{Workers: workers, TableSize: DefaultTableSize}
					all = append(all, demand{cfg: c, rings: rings, captures: rings == 0, zstd: splt > 0,
						shared: rings > 0 && workers > 1, rules: 100 * splt, table: table.Config{Statistics: splt > 0,
							SYN: true, Gaps: true, SPLT: splt, Protocols: tables, Layout: flow.Layout{Nums: splt, Refs: rings}}})
				}
			}
		}
	}
	return all
}

func (d *demand) String() string {
	return fmt.Sprintf("%d workers, %d rings, %d first packets, inspection %v", d.cfg.Workers, d.rings, d.table.SPLT,
		d.table.Protocols != nil)
}

// The parts are no more than the bound, and what flows get grows with it.
func TestBudgetStaysWithinTheBound(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, d := range demands() {
		last := layout{}
		for memory := 1 << 20; memory < 1<<30; memory += 1 + random.IntN(memory/4) {
			l, ok := d.layout(memory)
			if !ok {
				require.Zero(t, last.Flows, "%v: %d bytes do not do, where fewer did", &d, memory)
				continue
			}
			require.LessOrEqual(t, l.Total(), memory, &d)
			require.Positive(t, l.RuntimeLimit())
			require.GreaterOrEqual(t, l.Flows, last.Flows, "%v: %d bytes", &d, memory)
			require.GreaterOrEqual(t, l.Flows, leastFlows)
			require.LessOrEqual(t, l.flowsAShard*d.cfg.Workers, l.Flows+d.cfg.Workers)
			require.LessOrEqual(t, d.table.Bytes(l.flowsAShard, l.spareSlotsEach)*d.cfg.Workers, l.Table)
			require.LessOrEqual(t, l.inspectAShard*d.cfg.Workers, l.Dissection)
			require.GreaterOrEqual(t, l.rounds*l.batches, 1)
			last = l
		}
		require.Positive(t, last.Flows, &d)
	}
}

// An error says the least bound that does.
func TestBudgetTellsTheLeast(t *testing.T) {
	for _, d := range demands() {
		d.cfg.Memory = 1
		_, err := d.budget()
		var refused *ParameterError
		require.True(t, errors.As(err, &refused))
		require.Equal(t, "Memory", refused.Parameter)
		_, ok := d.layout(refused.Least)
		require.True(t, ok)
		_, ok = d.layout(refused.Least - 64<<10)
		require.False(t, ok)
		require.Contains(t, err.Error(), fmt.Sprint(refused.Least))
		d.cfg.Memory = refused.Least
		_, err = d.budget()
		require.NoError(t, err)
	}
}

func TestWhatIsAskedForIsTaken(t *testing.T) {
	d := demand{cfg: &Config{Workers: 1, TableSize: 500, RingSize: 3 << 20}, rings: 2}
	l, ok := d.layout(32 << 20)
	require.True(t, ok)
	require.Equal(t, 500, l.Flows)
	require.Equal(t, 6<<20, l.Rings)
	require.Zero(t, l.Dissection)
	d.rings = 0
	d.table.Protocols = l7.Compile(nil)
	few, _ := d.layout(16 << 20)
	d.cfg.TableSize = DefaultTableSize
	many, _ := d.layout(16 << 20)
	require.Greater(t, few.Dissection, many.Dissection, "what a small table leaves is for inspection")
}

func TestUnlimitedTable(t *testing.T) {
	d := demand{cfg: &Config{Workers: 2, TableSize: maxInt}}
	l, ok := d.layout(32 << 20)
	require.True(t, ok)
	require.Greater(t, l.Flows, 10_000)
	require.Less(t, l.Flows, 200_000)
}

func TestFilesCount(t *testing.T) {
	folder := t.TempDir()
	consensus, systems := filepath.Join(folder, "consensus"), filepath.Join(folder, "as.mmdb")
	require.NoError(t, os.WriteFile(consensus, make([]byte, 400), 0o600))
	require.NoError(t, os.WriteFile(systems, make([]byte, 100), 0o600))
	require.Equal(t, 300, keptOf(&Config{TorConsensus: []string{consensus}, Rules: []string{systems, "hosts:none"}}))
	require.Zero(t, keptOf(&Config{TorConsensus: []string{filepath.Join(folder, "none")}}))
}

func TestWorkersFollowTheBound(t *testing.T) {
	require.Equal(t, 1, (&Config{Memory: 16 << 20}).workersDefault())
	c, err := Config{Memory: 16 << 20, Workers: 3}.normal()
	require.NoError(t, err)
	require.Equal(t, 3, c.Workers)
	require.Zero(t, c.RingSize)
}
