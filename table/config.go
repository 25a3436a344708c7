// Package table keeps the flows that are alive: one Shard a worker, each used by one goroutine at a time and so without
// locks.
package table

import (
	"math"

	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/flowkey"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/packet"
)

// Config says what a Shard records of a flow, and when flows end.
type Config struct {
	Idle, Active int64 // timeouts in nanoseconds; at most MaxTimeout

	// Ignored parts of keys do not distinguish flows. A packet's Hash is then that of its key without them; a flow's Key is
	// that of its first packet, with them.
	Ignored flowkey.Ignored

	Statistics bool
	// CutIntervals keeps the statistics of intervals as nfstream 6 takes them.
	CutIntervals bool

	SPLT       int // packets
	Accounting flow.AccountingMode
	SYN        bool        // what the TCP fingerprint is made of
	Gaps       bool        // missed and out-of-order packets of TCP
	Signs      bool        // what risks are found by
	Content    Content     // what the first payloads are like
	First      bool        // what the first packet says, with Protocols
	RTP        bool        // what is measured of RTP
	Layout     flow.Layout // of the plug-ins' columns
	Hooks      Hooks

	Protocols *l7.Tables // that label flows; nil: no payload is inspected
	Limits    l7.Limits

	// Room is the number of flows alive for which the index is made, so that it never grows; see Bytes. 0: it grows.
	Room int
	// MaxEnded is how many flows one Expire ends at most; 0: all that are due.
	MaxEnded int
}

// Content says how much of what payloads are like a Shard records.
type Content uint8

// From nothing to everything.
const (
	NoContent    Content = iota
	RiskyContent         // what risks need
	WholeContent
)

// MaxTimeout is 73 years.
const MaxTimeout = 1 << 61

// Never is a time that no clock reaches: the last int64 nanosecond, in the year 2262.
const Never = math.MaxInt64

// Hooks are called for every flow of a shard: Init and Update by Process, Expire by Finish. What they are given is borrowed
// until they return.
type Hooks struct {
	Init, Update []func(*packet.Packet, *flow.Flow)
	Expire       []func(*flow.Flow)
	// Judge is called by Finish before Expire, once the flow's label is decided. It may write metadata, and makes the set if
	// there is none. It needs Config.Signs. Nil: not called.
	Judge func(*flow.Flow, **metadata.Set)
}

// Ended is a flow that has left the table. Its record stays in the slab until Release. The other fields order it among the
// ended flows of all shards.
type Ended struct {
	Slot    uint32
	Phase   Phase
	Trigger uint64 // ordinal of the frame that ended it
	Due     int64  // when the timeout was due, for PhaseDue
	Tie     uint64 // orders what is alike so far
}

// Phase is the reason for which a frame ends a flow, in the order in which a frame ends flows.
type Phase uint8

// The phases of a frame.
const (
	PhaseDue   Phase = iota // timeouts that its time completes
	PhaseEvict              // the flow that makes room for its own
	PhaseOwn                // its own flow, ended by a plug-in
)

// Before reports whether a left the table before b.
func (a *Ended) Before(b *Ended) bool {
	switch {
	case a.Trigger != b.Trigger:
		return a.Trigger < b.Trigger
	case a.Phase != b.Phase:
		return a.Phase < b.Phase
	case a.Due != b.Due:
		return a.Due < b.Due
	}
	return a.Tie < b.Tie
}

// Birth is a flow that has entered the table.
type Birth struct {
	Seq  uint64 // ordinal of its first frame
	Slot uint32
}

// Expected is an expectation that a frame revealed.
type Expected struct {
	l7.Expectation
	Seq   uint64 // ordinal of the frame
	Clock int64  // at it
}

// Changes is what has happened in a shard: births and expectations in the order of their frames, the ended in the order
// of Ended.Before.
type Changes struct {
	Births   []Birth
	Expected []Expected
	Ended    []Ended
}
