package meter

import (
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/nfstream/nfstream-go/table"
)

// Update is what a run may change while it goes on.
type Update struct {
	// Table replaces that of Config, as far as table.Shard.Reconfigure says.
	Table table.Config
	// Judges has the Hooks.Judge of each shard, nil for none.
	Judges []func(*flow.Flow, **metadata.Set)
	// Decoder says how packets are decoded.
	Decoder packet.Options
	// TableSize and MaxFlows are those of Config. A table that has more flows gets smaller as flows begin.
	TableSize, MaxFlows int
}

// Reconfigure changes the run, between two batches or windows. It may be called at any time, and returns at once. Flows go
// on.
func (m *Meter) Reconfigure(u Update) {
	u.Decoder.Hold = true
	m.update.Store(&u)
}

// reconfigure changes a shard before the frame with an ordinal.
func (u *Update) reconfigure(s *table.Shard, shard int, seq uint64) {
	c := u.Table
	if u.Judges != nil {
		c.Hooks.Judge = u.Judges[shard]
	}
	s.Reconfigure(c, seq)
}

func (a *admission) update(u *Update, tableSize int) { a.tableSize, a.maxFlows = tableSize, u.MaxFlows }

// update notes how regularly flows begin, from now on, if risks need it.
func (l *ledger) update(u *Update) {
	switch {
	case !u.Table.Signs:
		l.pace = nil
	case l.pace == nil:
		l.pace = newPace()
	}
}

// update changes a lane between two batches, and reports whether it did.
func (w *lane) update(m *Meter, tableSize func(*Update) int) (u *Update, changed bool) {
	if u = m.update.Load(); u == w.updated {
		return u, false
	}
	w.updated = u
	w.in.decoder.SetOptions(u.Decoder)
	w.room.update(u, tableSize(u))
	u.reconfigure(w.shard, w.index, w.in.frames)
	return u, true
}

// reconfigure changes the shards between two windows.
func (r *parallel) reconfigure(w *window) {
	u := r.m.update.Load()
	if u == r.updated {
		return
	}
	r.updated = u
	r.room.update(u, u.TableSize)
	r.ledger.update(u)
	for i, s := range r.m.shards {
		u.reconfigure(s, i, w.line.Base)
	}
}
