package budget

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/table"
)

func demand(workers int) Demand {
	return Demand{Workers: workers, TableSize: 1 << 22, EndedBatches: 2}
}

// demands are of all kinds: options that make records larger, rings, several workers, compression and rules.
func demands() (all []Demand) {
	for _, workers := range []int{1, 2, 5} {
		for _, tables := range []*l7.Tables{nil, l7.Compile(nil)} {
			for _, rings := range []int{0, 1, 3} {
				for _, splt := range []int{0, 20} {
					d := demand(workers)
					d.Rings, d.Captures, d.Zstd, d.Rules = Rings{Interfaces: rings}, rings == 0, splt > 0, 100*splt
					if rings > 0 && workers > 1 {
						d.Rings.Sharing = workers
					}
					d.Table = table.Config{Statistics: splt > 0, SYN: true, Gaps: true, SPLT: splt, Protocols: tables,
						Layout: flow.Layout{Nums: splt, Refs: rings}}
					all = append(all, d)
				}
			}
		}
	}
	return all
}

func (d *Demand) String() string {
	return fmt.Sprintf("%d workers, %d rings, %d first packets, inspection %v", d.Workers, d.Rings.Interfaces, d.Table.SPLT,
		d.Table.Protocols != nil)
}

// The parts are no more than the bound, and what flows get grows with it.
func TestBudgetStaysWithinTheBound(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, d := range demands() {
		last := Plan{}
		for memory := 1 << 20; memory < 1<<30; memory += 1 + random.IntN(memory/4) {
			l, ok := d.plan(memory)
			if !ok {
				require.Zero(t, last.Flows, "%v: %d bytes do not do, where fewer did", &d, memory)
				continue
			}
			require.LessOrEqual(t, l.Total(), memory, &d)
			require.Positive(t, l.RuntimeLimit())
			require.GreaterOrEqual(t, l.Flows, last.Flows, "%v: %d bytes", &d, memory)
			require.GreaterOrEqual(t, l.Flows, leastFlows)
			require.LessOrEqual(t, l.FlowsAShard*d.Workers, l.Flows+d.Workers)
			d.Table.MaxEnded = l.MaxEnded
			require.LessOrEqual(t, d.Table.Bytes(l.FlowsAShard, l.spareSlots)*d.Workers, l.Table)
			require.LessOrEqual(t, l.InspectionAShard*d.Workers, l.Dissection)
			require.GreaterOrEqual(t, l.Windows*l.Batches, 1)
			last = l
		}
		require.Positive(t, last.Flows, &d)
	}
}

// An error says the least bound that does.
func TestBudgetTellsTheLeast(t *testing.T) {
	for _, d := range demands() {
		_, err := d.Split(1)
		var refused *LeastError
		require.True(t, errors.As(err, &refused))
		_, ok := d.plan(refused.Least)
		require.True(t, ok)
		_, ok = d.plan(refused.Least - 64<<10)
		require.False(t, ok)
		require.Contains(t, err.Error(), fmt.Sprint(refused.Least))
		_, err = d.Split(refused.Least)
		require.NoError(t, err)
	}
}

func TestWhatIsAskedForIsTaken(t *testing.T) {
	d := demand(1)
	d.TableSize, d.Rings = 500, Rings{Interfaces: 2, Asked: 3 << 20}
	l, ok := d.plan(32 << 20)
	require.True(t, ok)
	require.Equal(t, 500, l.Flows)
	require.Equal(t, 6<<20, l.Rings)
	require.Zero(t, l.Dissection)
	d.Rings.Interfaces = 0
	d.Table.Protocols = l7.Compile(nil)
	few, _ := d.plan(16 << 20)
	d.TableSize = 1 << 22
	many, _ := d.plan(16 << 20)
	require.Greater(t, few.Dissection, many.Dissection, "what a small table leaves is for inspection")
}

func TestUnlimitedTable(t *testing.T) {
	d := demand(2)
	d.TableSize = math.MaxInt
	l, ok := d.plan(32 << 20)
	require.True(t, ok)
	require.Greater(t, l.Flows, 10_000)
	require.Less(t, l.Flows, 200_000)
}
