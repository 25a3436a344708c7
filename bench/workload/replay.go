package workload

import "encoding/binary"

// replayRate is how many packets of captures there are a second, about.
const replayRate = 10_000

// replayEvery is the mean time between the starts of two replays.
func replayEvery(o *Options) int64 {
	return s / replayRate * int64(o.Captures.packets) / int64(len(o.Captures.files))
}

// replay plays the frames of a capture once, at the pace in which they were captured and with other addresses than any
// replay before, up to 1<<24 addresses.
type replay struct {
	frames []recorded
	// base is the number of its first address.
	base uint32
	next int
}

func startReplay(g *generator) *conn {
	file := &g.captures.files[g.below(len(g.captures.files))]
	r := &replay{frames: file.frames, base: g.addresses + 1}
	g.addresses += uint32(file.many)
	return &conn{script: r}
}

func (r *replay) step(g *generator, _ *conn) (int64, bool) {
	f := &r.frames[r.next]
	g.frame = append(g.frame[:0], f.data...)
	f.plan.apply(g.frame, f.data, r.base)
	g.out.record(g.now, g.frame, int(f.length))
	if r.next++; r.next == len(r.frames) {
		return 0, false
	}
	return r.frames[r.next].wait, true
}

// apply writes other addresses into b, which is a copy of old, and mends the checksums.
func (w *plan) apply(b, old []byte, base uint32) {
	for _, s := range w.spots {
		place(b[s.at:][:s.size], base+uint32(s.number))
	}
	for _, s := range w.sums {
		binary.BigEndian.PutUint16(b[s.at:], s.mended(b, old))
	}
}

// place puts the address of a number in the place of another of the same kind: numbers have different ones, as 24 bits
// go. An IPv6 address of one link remains one.
func place(b []byte, number uint32) {
	mixed := number * 0x9e3779b1
	if len(b) == 4 {
		binary.BigEndian.PutUint32(b, 10<<24|mixed&(1<<24-1))
		return
	}
	if b[0] != 0xfe || b[1]&0xc0 != 0x80 {
		copy(b, "\x20\x01\x0d\xb8\x00\x00\x00\x00")
	}
	binary.BigEndian.PutUint64(b[8:], uint64(mixed))
}

// mended returns the checksum after changes to what it covers (RFC 1624): only the difference matters, so it is also
// correct for a partial packet.
func (s *sum) mended(b, old []byte) uint16 {
	check := uint32(^binary.BigEndian.Uint16(old[s.at:])) + difference(b[s.from:s.to], old[s.from:s.to])
	for _, p := range s.pseudo {
		check += difference(b[p.at:][:p.size], old[p.at:][:p.size])
	}
	sum := fold(uint64(check))
	if sum == 0 && s.optional {
		return 0xffff
	}
	return sum
}

// difference is the sum of b less that of old, in one's complement.
func difference(b, old []byte) uint32 {
	if len(b) == 0 {
		return 0
	}
	return uint32(^fold(total(0, b))) + uint32(fold(total(0, old)))
}
