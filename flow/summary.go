package flow

import "math/bits"

// Both stands for the whole flow where a direction is asked for.
const Both = 2

// RawSizes returns the statistics of frame sizes of a direction, or of Both, in bytes. It needs f.Stats.
func (f *Flow) RawSizes(direction int) Summary {
	return f.sizes(direction, &f.Stats.Raw, [2]uint64{f.Dir[0].RawBytes, f.Dir[1].RawBytes})
}

// IPSizes returns the statistics of IP packet sizes, in bytes. It needs f.Stats.
func (f *Flow) IPSizes(direction int) Summary {
	return f.sizes(direction, &f.Stats.IP, [2]uint64{f.Dir[0].IPBytes, f.Dir[1].IPBytes})
}

// AccountedSizes returns the statistics of transport or payload sizes, in bytes. It needs f.Accounted.
func (f *Flow) AccountedSizes(direction int) Summary {
	return f.sizes(direction, &f.Accounted.Sizes, f.Accounted.Bytes)
}

func (f *Flow) sizes(direction int, s *[2]sizes, bytes [2]uint64) Summary {
	if direction != Both {
		x := s[direction]
		return Summary{f.Dir[direction].Packets, bytes[direction], x.squares, uint64(x.min), uint64(x.max), 1}
	}
	switch {
	case f.Dir[1].Packets == 0:
		return f.sizes(SrcToDst, s, bytes)
	case f.Dir[0].Packets == 0:
		return f.sizes(DstToSrc, s, bytes)
	}
	lo, hi := min(s[0].min, s[1].min), max(s[0].max, s[1].max)
	n := f.Dir[0].Packets + f.Dir[1].Packets
	return Summary{n, bytes[0] + bytes[1], s[0].squares.plus(s[1].squares), uint64(lo), uint64(hi), 1}
}

// nsPerMs converts the intervals' nanoseconds.
const nsPerMs = 1_000_000

// Intervals returns the statistics of the times between packets of a direction, or of Both, in milliseconds. It needs
// f.Stats.
func (f *Flow) Intervals(direction int) Summary {
	n := f.Dir[0].Packets + f.Dir[1].Packets
	if direction != Both {
		n = f.Dir[direction].Packets
	}
	if n < 2 {
		return Summary{}
	}
	v := &f.Stats.Piat[direction]
	return Summary{n - 1, v.sum, v.squares, uint64(v.min), uint64(v.max), nsPerMs}
}

// FlagPackets returns the number of packets of a direction, or of Both, with the given TCP flag, which is one bit of
// packet.FIN to packet.CWR. It needs f.Stats.
func (f *Flow) FlagPackets(direction int, flag uint8) uint64 {
	i := bits.TrailingZeros8(flag) & 7
	if direction != Both {
		return uint64(f.Stats.Flags[direction][i])
	}
	return uint64(f.Stats.Flags[0][i]) + uint64(f.Stats.Flags[1][i])
}
