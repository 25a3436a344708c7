package record

import (
	"encoding/binary"
	"math"
)

// RTP follows the sources of RTP in a flow (RFC 3550), and what RTCP in the same flow reports.
type RTP struct{ dirs [2]rtpDirection }

// MaxRTPSources is how many sources of a direction are followed: sound, pictures, and what repeats lost ones.
const MaxRTPSources = 3

// rtpDirection is what one side sends.
type rtpDirection struct {
	sources [MaxRTPSources]RTPSource
	n       uint8
	Reported
}

// Reported is what the reports of RTCP say of the packets of a direction: the last one that says something.
type Reported struct {
	Seen   bool
	Lost   int32  // packets of all sources in the report since they began
	Jitter uint32 // the largest of them, in units of its clock
}

// The first bytes of RTP (RFC 3550, section 5.1), and the types of RTCP that share its ports (RFC 5761, section 4).
const (
	rtpHeader, rtpVersion       = 12, 2
	firstRTCPType, lastRTCPType = 64, 95
	senderReport, receivers     = 200, 201
)

// MayBeRTP reports whether a datagram begins as RTP or a report of RTCP does.
func MayBeRTP(b []byte) bool {
	if b = unwrapped(b); len(b) < rtpHeader || b[0]>>6 != rtpVersion {
		return false
	}
	kind := b[1] & 0x7f
	return kind < firstRTCPType || kind > lastRTCPType || b[1] == senderReport || b[1] == receivers
}

// unwrapped returns what is in the data of a channel of TURN (RFC 8656, section 12.4), or of a multiplexed one ([MS-TURN],
// section 2.2.3), and other datagrams as they are.
func unwrapped(b []byte) []byte {
	const channel, multiplexed = 4, 12
	switch {
	case len(b) > channel && b[0]>>4 == 4 && int(binary.BigEndian.Uint16(b[2:])) >= len(b)-channel-3:
		return b[channel:]
	case len(b) > multiplexed && b[0] == 0xff && b[1] == 0x10:
		return b[multiplexed:]
	}
	return b
}

// Count looks at a datagram of a direction, 0 or 1, that was captured at a time in nanoseconds.
func (r *RTP) Count(dir uint8, b []byte, time int64) {
	b = unwrapped(b)
	switch {
	case len(b) < rtpHeader || b[0]>>6 != rtpVersion:
	case b[1] == senderReport || b[1] == receivers:
		r.report(dir, b)
	case b[1]&0x7f < firstRTCPType || b[1]&0x7f > lastRTCPType:
		r.dirs[dir&1].source(binary.BigEndian.Uint32(b[8:])).count(b, time)
	}
}

// source returns the source of an identifier. Where there is no room for a new one, it takes the place of one that was never
// confirmed, or else of the last.
func (d *rtpDirection) source(id uint32) *RTPSource {
	at := MaxRTPSources - 1
	for i := range d.sources[:d.n] {
		if s := &d.sources[i]; s.ID == id {
			return s
		} else if !s.confirmed {
			at = i
		}
	}
	if d.n < MaxRTPSources {
		at = int(d.n)
		d.n++
	}
	d.sources[at] = RTPSource{ID: id}
	return &d.sources[at]
}

// report reads the blocks of a datagram of reports, if packets that are not encrypted fill it (RFC 3550, section 6.4).
func (r *RTP) report(dir uint8, b []byte) {
	const word, block, sender, head = 4, 24, 20, 8
	for rest := b; len(rest) > 0; {
		if len(rest) < word || rest[0]>>6 != rtpVersion || len(rest) < word+word*int(binary.BigEndian.Uint16(rest[2:])) {
			return
		}
		rest = rest[word+word*int(binary.BigEndian.Uint16(rest[2:])):]
	}
	blocks, at, said := int(b[0]&0x1f), head, Reported{Seen: true}
	if b[1] == senderReport {
		at += sender
	}
	if blocks == 0 || len(b) < at+blocks*block {
		return
	}
	for range blocks {
		said.Lost += int32(binary.BigEndian.Uint32(b[at+4:])<<8) >> 8 // 24 bits with a sign
		said.Jitter = max(said.Jitter, binary.BigEndian.Uint32(b[at+12:]))
		at += block
	}
	r.dirs[1-dir&1].Reported = said
}

// Reported returns what RTCP reports of the packets of a direction.
func (r *RTP) Reported(dir int) Reported { return r.dirs[dir].Reported }

// Sources returns those sources of a direction that were confirmed, in the order in which they began.
func (r *RTP) Sources(dir int) (all [MaxRTPSources]*RTPSource, n int) {
	d := &r.dirs[dir]
	for i := range d.sources[:d.n] {
		if d.sources[i].confirmed {
			all[n] = &d.sources[i]
			n++
		}
	}
	return all, n
}

// MaxRTPKinds is how many payload types of a source are kept.
const MaxRTPKinds = 4

// RTPSource is what was seen of a source.
type RTPSource struct {
	ID    uint32 // SSRC
	Kinds [MaxRTPKinds]uint8
	N     uint8 // payload types in Kinds

	confirmed bool
	last, bad uint16 // sequence numbers: the highest so far, and the one that would confirm a leap
	received  uint32
	expected  uint32 // by sequence numbers
	window    uint64 // which of the last 64 sequence numbers were there, the highest in the lowest bit
	clock     clocks
}

// confirms is how far the second packet may be from the first, so that they are a source.
const confirms = 32

// count accounts for a packet.
func (s *RTPSource) count(b []byte, time int64) {
	kind, sequence, stamp := b[1]&0x7f, binary.BigEndian.Uint16(b[2:]), binary.BigEndian.Uint32(b[4:])
	if s.received == 0 {
		s.last, s.received, s.expected, s.window = sequence, 1, 1, 1
	} else if !s.follow(sequence) {
		return
	}
	if s.N == 0 || kind == s.Kinds[0] {
		s.clock.count(kind, stamp, time, s.N == 0)
	}
	for _, k := range s.Kinds[:s.N] {
		if k == kind {
			return
		}
	}
	if s.N < MaxRTPKinds {
		s.Kinds[s.N] = kind
		s.N++
	}
}

// follow accounts for a sequence number (RFC 3550, appendix A.1). It reports whether the packet counts: one that came before
// does not, and one that is far from the others does if the next one follows it.
func (s *RTPSource) follow(sequence uint16) bool {
	const maxDropout, maxMisorder = 3000, 100
	switch ahead := sequence - s.last; {
	case s.confirmed && -ahead <= maxMisorder, ahead == 0:
		return s.late(-ahead)
	case !s.confirmed && ahead > confirms:
		*s = RTPSource{ID: s.ID, last: sequence, received: 1, expected: 1, window: 1}
		return true
	case ahead < maxDropout:
		s.expected += uint32(ahead)
		s.window = s.window<<ahead | 1
		s.confirmed = true
	case sequence != s.bad || s.bad == 0:
		s.bad = sequence + 1
		return false
	default: // it starts anew
		s.expected, s.received = s.expected+2, s.received+1
		s.bad, s.window = 0, 3
	}
	s.last = sequence
	s.received++
	return true
}

// late accounts for a packet that is behind the last one.
func (s *RTPSource) late(behind uint16) bool {
	if behind < 64 {
		if s.window>>behind&1 != 0 {
			return false
		}
		s.window |= 1 << behind
	}
	s.received++
	return true
}

// Packets returns the number of packets, each counted once.
func (s *RTPSource) Packets() uint32 { return s.received }

// Lost returns how many packets the sequence numbers say that were missed, and Expected of how many (RFC 3550, appendix
// A.3).
func (s *RTPSource) Lost() uint32 { return s.expected - min(s.expected, s.received) }

// Expected returns how many packets the sequence numbers say that were sent.
func (s *RTPSource) Expected() uint32 { return s.expected }

// Jitter returns the interarrival jitter at the end, in nanoseconds (RFC 3550, section 6.4.1). ok is false where the clock
// of the timestamps is not known.
func (s *RTPSource) Jitter() (ns int64, ok bool) { return s.clock.result() }

// rates are the clocks of timestamps, in units a second: those that RFC 3551 gives payload types, and those of others.
var rates = [...]uint32{8000, 11025, 16000, 22050, 24000, 32000, 44100, 48000, 90000}

// rateOf has for each assigned payload type the place of its clock in rates, from a on; - where it has none (RFC 3551, section 6).
const rateOf = "a--aaacaaaggaaiabda------ii-i--iiii"

// clocks takes the jitter of a source by its clock, or by each that it may have where the payload type does not say.
type clocks struct {
	first, last int64 // when packets came, in nanoseconds
	stamps      int64 // from the first packet to the last, in units of the clock
	stamp       uint32
	known       uint8              // place in rates, counted from 1; 0 if it is not known
	jitter      [len(rates)]uint32 // in sixteenths of a microsecond
}

// count accounts for a packet of the source's first payload type.
func (c *clocks) count(kind uint8, stamp uint32, time int64, begin bool) {
	if begin {
		c.first, c.last, c.stamp = time, time, stamp
		if int(kind) < len(rateOf) && rateOf[kind] != '-' {
			c.known = rateOf[kind] - 'a' + 1
		}
		return
	}
	took, stamps := time-c.last, int64(int32(stamp-c.stamp))
	c.last, c.stamp = time, stamp
	c.stamps += stamps
	if c.known > 0 {
		c.add(int(c.known)-1, took, stamps)
		return
	}
	for i := range rates {
		c.add(i, took, stamps)
	}
}

// add adds the difference of two transit times to the jitter by a clock. A clock that leaps is no jitter.
func (c *clocks) add(i int, took, stamps int64) {
	const leap = 8_000_000 // microseconds
	d := took/1000 - stamps*1_000_000/int64(rates[i])
	if d = max(d, -d); d < leap {
		c.jitter[i] += uint32(d) - (c.jitter[i]+8)>>4
	}
}

// result returns the jitter by the clock, or by the one that is nearest to what timestamps and arrivals say together.
func (c *clocks) result() (ns int64, ok bool) {
	const shortest, tolerance = 100_000_000, 1.15
	at, took := int(c.known)-1, c.last-c.first
	if at < 0 && took >= shortest && c.stamps > 0 {
		rate, best := float64(c.stamps)*1e9/float64(took), tolerance
		for i, r := range rates {
			if off := math.Max(rate/float64(r), float64(r)/rate); off < best {
				at, best = i, off
			}
		}
	}
	if at < 0 || took == 0 {
		return 0, false
	}
	return int64(c.jitter[at]) * 1000 / 16, true
}
