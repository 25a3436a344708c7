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
	switch n := [2]uint64{f.Dir[0].Packets, f.Dir[1].Packets}; {
	case direction == DstToSrc, direction == Both && n[0] == 0:
		return Summary{n: n[1], sum: bytes[1], a: &s[1], b: &s[1]}
	case direction == SrcToDst, n[1] == 0:
		return Summary{n: n[0], sum: bytes[0], a: &s[0], b: &s[0]}
	default:
		return Summary{n: n[0] + n[1], sum: bytes[0] + bytes[1], a: &s[0], b: &s[1]}
	}
}

// nsPerMs converts the intervals' nanoseconds.
const nsPerMs = 1_000_000

// Intervals returns the statistics of the times between packets of a direction, or of Both, in milliseconds. It needs
// f.Stats.
func (f *Flow) Intervals(direction int) Summary {
	return f.intervals(direction, f.Stats.Piat[direction:])
}

// intervals returns the statistics of the first of some sums, which is that of a direction.
func (f *Flow) intervals(direction int, v []Intervals) Summary {
	n := f.Dir[0].Packets + f.Dir[1].Packets
	if direction != Both {
		n = f.Dir[direction].Packets
	}
	if n < 2 {
		return Summary{}
	}
	return Summary{n: n - 1, sum: v[0].sum, times: &v[0]}
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
