package meter

import (
	"context"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/table"
)

// inline is a run in the caller's goroutine.
type inline struct {
	m       *Meter
	lane    lane
	ledger  ledger
	out     Consumer
	changes table.Changes
	view    flow.Flow
	refused error // of out
}

func (m *Meter) runInline(ctx context.Context, out Consumer) error {
	m.board.start(1)
	r := inline{m: m, ledger: m.newLedger(), out: out}
	r.lane.init(m, 0)
	r.lane.export = r.export
	var batch capture.Batch
	defer batch.Reset()
	for {
		err := m.cfg.Sources[0].Next(ctx, &batch)
		if u, changed := r.lane.update(m, func(u *Update) int { return u.TableSize }); changed {
			r.ledger.update(u)
		}
		r.lane.process(&batch)
		r.export()
		if batch.Due = r.lane.shard.NextDue(); batch.Clock != 0 && r.refused == nil {
			batch.Due, r.refused = r.rest(batch.Due)
		}
		if err != nil || r.lane.room.full || r.refused != nil {
			return r.finish(ctx, err)
		}
	}
}

// export commits what began and ended, and emits the ended flows unless the consumer has refused one.
func (r *inline) export() {
	shard := r.lane.shard
	shard.Swap(&r.changes)
	slab := shard.Slab()
	r.lane.room.committed += uint64(len(r.changes.Births))
	r.ledger.commit(&r.changes, &slab)
	shard.Finish(r.changes.Ended)
	for i := 0; i < len(r.changes.Ended) && r.refused == nil; i++ {
		slab.View(r.changes.Ended[i].Slot, &r.view)
		r.refused = r.out.Emit(&r.view)
	}
	shard.Release(r.changes.Ended)
	r.m.board.post(&r.ledger, &r.lane.in.counts, shard.Shed(), 0)
}

// rest reports to the consumer that it has all flows so far, and returns the clock at which Next is to return, 0 for soon.
func (r *inline) rest(due int64) (int64, error) {
	waiting, err := r.out.Rest()
	if waiting {
		due = 0
	}
	return due, err
}

// finish ends the flows that are alive; err is the reason for which the run ends.
func (r *inline) finish(ctx context.Context, err error) error {
	r.lane.flush()
	if r.refused != nil {
		return r.refused
	}
	return sourceError(ctx, err)
}
