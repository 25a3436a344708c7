package flow

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/record"
	"github.com/nfstream/nfstream-go/l7/label"
	"github.com/nfstream/nfstream-go/packet"
)

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
			var v record.Intervals
			for i := range 1000 {
				x := base/8 + r.Uint64N(spread)
				xs = append(xs, x)
				v.Add(int64(x), i == 0)
			}
			s := Summary{n: 1000, sum: v.Sum, times: &v}
			want := deviation(xs) / nsPerMs
			require.InDelta(t, want, s.Stdev(), 1e-14*want, "base %d, spread %d", base, spread)
		}
	}
}

func TestSummaryOfNoneAndOne(t *testing.T) {
	none := Summary{}
	require.Equal(t, []float64{-1, -1, -1, -1}, []float64{none.Min(), none.Mean(), none.Stdev(), none.Max()})
	seven := &record.Sizes{Min: 7, Max: 7, Squares: record.Uint128{Lo: 49}}
	one := Summary{n: 1, sum: 7, a: seven, b: seven}
	require.Equal(t, []float64{7, 7, 0, 7}, []float64{one.Min(), one.Mean(), one.Stdev(), one.Max()})
}

// A late packet belongs to the time it was captured at, and comes after nothing.
func TestLatePackets(t *testing.T) {
	var f Flow
	r := f.Record(record.Access{})
	*r = record.Record{Core: new(record.Core), Stats: new(record.Stats), SPLT: make([]Split, 4)}
	for i, at := range []int64{1000, 5000, 3000, 500} {
		p := &packet.Packet{Time: at, WireLength: 100, IPLength: 80, SrcMAC: packet.NoOffset, DstMAC: packet.NoOffset}
		if i == 0 {
			r.Start(p, 0, at)
		}
		r.Stats.Count(r.Core, p)
		record.CountSplit(r.SPLT, r.Core, p, AccountRaw)
		r.Count(p, uint64(i), 5000)
	}
	b := f.Bidirectional()
	both, ok := f.Statistics(Both)
	require.True(t, ok)
	sent, _ := f.Statistics(SrcToDst)
	require.EqualValues(t, 500, b.First)
	require.EqualValues(t, 5000, b.Last)
	require.EqualValues(t, 4500, b.Duration())
	require.InDelta(t, 4000/1e6, both.Intervals().Max(), 1e-12)
	require.Zero(t, sent.Intervals().Min())
	require.EqualValues(t, 0, f.SPLT()[3].Piat)
	require.EqualValues(t, -1, f.DstToSrc().Duration())
}

func TestCloneSharesNothing(t *testing.T) {
	f := Flow{record: record.Record{Core: &record.Core{ID: 1}, Stats: &record.Stats{}, Cut: &record.CutIntervals{},
		Accounted: &record.Accounted{}, SYN: &record.SYN{}, Gaps: &record.Gaps{}, SPLT: make([]Split, 2)},
		values: values{[]uint64{1}, []any{"x"}}}
	g := f.Clone()
	require.Equal(t, f, *g)
	f.record.ID, f.record.Stats.Flags[0][0], f.record.Accounted.Bytes[0], f.record.SPLT[0].Size = 2, 9, 9, 9
	f.record.Cut[0].Sum = 9
	f.values.nums[0], f.values.refs[0] = 9, "y"
	require.NotSame(t, f.record.SYN, g.record.SYN)
	require.NotSame(t, f.record.Gaps, g.record.Gaps)
	require.EqualValues(t, 1, g.ID())
	require.Zero(t, *g.record.Stats)
	require.Zero(t, *g.record.Cut)
	require.Zero(t, *g.record.Accounted)
	require.Zero(t, g.SPLT()[0].Size)
	require.EqualValues(t, 1, IntColumn{0}.Get(g))
	require.Equal(t, "x", RefAt[string](0).Get(g))
	require.LessOrEqual(t, testing.AllocsPerRun(10, func() { f.Clone() }), 9.0)
}

// What was not asked for is not there.
func TestPartsThatWereNotAskedFor(t *testing.T) {
	var f Flow
	f.Show(&record.Core{}, label.Label{}, nil, nil, nil)
	_, ok := f.Statistics(Both)
	require.False(t, ok)
	_, ok = f.AccountedSizes(SrcToDst)
	require.False(t, ok)
	_, ok = f.CutIntervals(DstToSrc)
	require.False(t, ok)
	_, _, ok = f.Gaps()
	require.False(t, ok)
	_, _, _, ok = f.ICMP()
	require.False(t, ok)
	require.Empty(t, f.SPLT())
	require.Empty(t, f.AppendTCPFingerprint(nil))
	require.Equal(t, Alive, f.EndReason())
}

func TestExpireTakesNegativeIDs(t *testing.T) {
	f := Flow{record: record.Record{Core: &record.Core{}}}
	f.Expire(-7)
	require.True(t, f.record.Ending())
	require.EqualValues(t, -7, f.ExpirationID())
	f.Expire(3)
	require.EqualValues(t, -1, f.ExpirationID())
}
