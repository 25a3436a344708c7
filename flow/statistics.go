package flow

import (
	"math/bits"

	"github.com/nfstream/nfstream-go/internal/record"
)

// Statistics shows the statistics of a direction of a flow, or of Both. It reads the flow, and is valid as long as that.
type Statistics struct {
	core      *record.Core
	stats     *record.Stats
	direction int
}

// Statistics returns the statistics of a direction, or of Both; ok is false, and the methods of the result must not be called,
// unless they were asked for.
func (f *Flow) Statistics(direction int) (s Statistics, ok bool) {
	return Statistics{f.record.Core, f.record.Stats, direction}, f.record.Stats != nil
}

// RawSizes returns the statistics of frame sizes, in bytes.
func (s Statistics) RawSizes() Summary {
	return summarize(s.core, s.direction, &s.stats.Raw, s.core.Dir[0].RawBytes, s.core.Dir[1].RawBytes)
}

// IPSizes returns the statistics of IP packet sizes, in bytes.
func (s Statistics) IPSizes() Summary {
	return summarize(s.core, s.direction, &s.stats.IP, s.core.Dir[0].IPBytes, s.core.Dir[1].IPBytes)
}

// Intervals returns the statistics of the times between packets, in milliseconds.
func (s Statistics) Intervals() Summary {
	return summarizeTimes(s.core, s.direction, &s.stats.Piat[s.direction])
}

// FlagPackets returns the number of packets with the given TCP flag, which is one bit of packet.FIN to packet.CWR.
func (s Statistics) FlagPackets(flag uint8) uint64 {
	i, flags := bits.TrailingZeros8(flag)&7, &s.stats.Flags
	if s.direction != Both {
		return uint64(flags[s.direction][i])
	}
	return uint64(flags[0][i]) + uint64(flags[1][i])
}

// AccountedSizes returns the statistics of the sizes that the accounting mode says, for a direction or for Both, in bytes; ok
// is false unless the rows show them, and only for transport and payload.
func (f *Flow) AccountedSizes(direction int) (s Summary, ok bool) {
	a := f.record.Accounted
	if a == nil {
		return Summary{}, false
	}
	return summarize(f.record.Core, direction, &a.Sizes, a.Bytes[0], a.Bytes[1]), true
}

// CutIntervals returns the statistics of the times between packets of a direction, or of Both, in milliseconds, each between
// two times that were cut to whole milliseconds, as nfstream 6 does; ok is false unless the rows show them.
func (f *Flow) CutIntervals(direction int) (s Summary, ok bool) {
	v := f.record.Cut
	if v == nil {
		return Summary{}, false
	}
	return summarizeTimes(f.record.Core, direction, &v[direction]), true
}

// Split is one of a flow's first packets, in the sequence of packet lengths and times. Piat is the time since the packet
// before it in the flow, in nanoseconds, 0 for the first; Size is in bytes, as the accounting mode says; Direction is SrcToDst
// or DstToSrc; Set says that there was such a packet. Method CutPiat returns Piat between times cut to whole milliseconds.
type Split = record.Split

// SPLT returns the first packets, as many as were asked for; those with Set were seen.
func (f *Flow) SPLT() []Split { return f.record.SPLT }

// AppendTCPFingerprint appends the fingerprint of the source's TCP stack, taken from its first SYN: the flags, the initial
// time to live, the window, and a hash of the options, joined by _; nothing if there was none, or if it was not asked for.
func (f *Flow) AppendTCPFingerprint(dst []byte) []byte {
	if f.record.SYN == nil {
		return dst
	}
	return f.record.SYN.AppendFingerprint(dst)
}

// Gaps returns the number of gaps in the TCP sequence numbers that no later segment filled, and of segments that came late
// and filled some of one; ok is false unless one of them was asked for.
func (f *Flow) Gaps() (missed, outOfOrder uint64, ok bool) {
	g := f.record.Gaps
	if g == nil {
		return 0, 0, false
	}
	return g.Missed(), g.OutOfOrder(), true
}

// AccountingMode says which bytes of a packet the columns of nfstream 6 and SPLT count.
type AccountingMode = record.AccountingMode

// The accounting modes, with the numbers of nfstream 6.
const (
	AccountRaw       = record.AccountRaw       // the frame on the wire
	AccountIP        = record.AccountIP        // the IP packet
	AccountTransport = record.AccountTransport // the IP packet without its header
	AccountPayload   = record.AccountPayload   // the transport's payload
)
