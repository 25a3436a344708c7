package flow

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/packet"
)

func TestCoreIsSmall(t *testing.T) {
	require.LessOrEqual(t, unsafe.Sizeof(Core{}), uintptr(256))
}

// deviation is the sample standard deviation in exact arithmetic up to the last step.
func deviation(xs []uint64) float64 {
	n := big.NewInt(int64(len(xs)))
	sum, squares := new(big.Int), new(big.Int)
	for _, x := range xs {
		b := new(big.Int).SetUint64(x)
		sum.Add(sum, b)
		squares.Add(squares, b.Mul(b, b))
	}
	num := squares.Mul(squares, n)
	num.Sub(num, sum.Mul(sum, sum))
	v, _ := new(big.Float).SetInt(num).Float64()
	return math.Sqrt(v / float64(len(xs)) / float64(len(xs)-1))
}

// The deviation keeps its digits where the values are large and close together, which a one-pass sum of squares in
// floating point does not, and Welford's method only in part.
func TestStdevIsExact(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, base := range []uint64{0, 1500, 1e9, 1e12, 1e17} {
		for _, spread := range []uint64{1, 2, 1000, 1e6} {
			var xs []uint64
			var v Intervals
			for i := range 1000 {
				x := base/8 + r.Uint64N(spread)
				xs = append(xs, x)
				v.add(int64(x), i == 0)
			}
			s := Summary{n: 1000, sum: v.sum, times: &v}
			want := deviation(xs) / nsPerMs
			require.InDelta(t, want, s.Stdev(), 1e-14*want, "base %d, spread %d", base, spread)
		}
	}
}

func TestSummaryOfNoneAndOne(t *testing.T) {
	none := Summary{}
	require.Equal(t, []float64{-1, -1, -1, -1}, []float64{none.Min(), none.Mean(), none.Stdev(), none.Max()})
	seven := &sizes{min: 7, max: 7, squares: uint128{lo: 49}}
	one := Summary{n: 1, sum: 7, a: seven, b: seven}
	require.Equal(t, []float64{7, 7, 0, 7}, []float64{one.Min(), one.Mean(), one.Stdev(), one.Max()})
}

// A late packet belongs to the time it was captured at, and comes after nothing.
func TestLatePackets(t *testing.T) {
	var f Flow
	f.Core, f.Stats = new(Core), new(Stats)
	f.SPLT = make([]Split, 4)
	for i, at := range []int64{1000, 5000, 3000, 500} {
		p := &packet.Packet{Time: at, WireLength: 100, IPLength: 80, SrcMAC: packet.NoOffset, DstMAC: packet.NoOffset}
		if i == 0 {
			f.Start(p, 0, at)
		}
		f.Stats.Count(f.Core, p)
		CountSplit(f.SPLT, f.Core, p, AccountRaw)
		f.Count(p, uint64(i), 5000)
	}
	b := f.Bidirectional()
	require.EqualValues(t, 500, b.First)
	require.EqualValues(t, 5000, b.Last)
	require.EqualValues(t, 4500, b.Duration())
	require.InDelta(t, 4000/1e6, f.Intervals(Both).Max(), 1e-12)
	require.Zero(t, f.Intervals(SrcToDst).Min())
	require.EqualValues(t, 0, f.SPLT[3].Piat)
	require.EqualValues(t, -1, f.DstToSrc().Duration())
}

func TestCloneSharesNothing(t *testing.T) {
	f := Flow{Core: &Core{ID: 1}, Stats: &Stats{}, Accounted: &Accounted{}, SPLT: make([]Split, 2),
		values: values{[]uint64{1}, []any{"x"}}}
	g := f.Clone()
	f.ID, f.Stats.Flags[0][0], f.Accounted.Bytes[0], f.SPLT[0].Size = 2, 9, 9, 9
	f.values.nums[0], f.values.refs[0] = 9, "y"
	require.EqualValues(t, 1, g.ID)
	require.Zero(t, g.Stats.Flags[0][0])
	require.Zero(t, g.Accounted.Bytes[0])
	require.Zero(t, g.SPLT[0].Size)
	require.EqualValues(t, 1, IntColumn{0}.Get(g))
	require.Equal(t, "x", RefAt[string](0).Get(g))
}

func TestExpireTakesNegativeIDs(t *testing.T) {
	f := Flow{Core: &Core{}}
	f.Expire(-7)
	require.True(t, f.Ending())
	require.EqualValues(t, -7, f.Expiration)
	f.Expire(3)
	require.EqualValues(t, -1, f.Expiration)
}
