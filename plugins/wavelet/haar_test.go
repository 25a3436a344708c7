package wavelet

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/l7/label"
	"github.com/nfstream/nfstream-go/packet"
)

// The figures below come from PyWavelets 1.8.0 and NumPy 2.4.6:
//
//	def features(x, levels):
//	    c = pywt.swt(x, 'haar', levels, trim_approx=True)
//	    energy = [np.sum(d**2) for d in c]
//	    for d, e in zip(c, energy):
//	        p = d**2 / (e + 1e-7)
//	        yield e/(sum(energy)+1e-7), np.mean(np.abs(d)), np.std(d), -np.sum(p*np.log(p+1e-7))

func requireFeatures(t *testing.T, want, got [][4]float64) {
	t.Helper()
	require.Len(t, got, len(want))
	for k := range want {
		require.InDeltaSlice(t, want[k][:], got[k][:], 1e-9, "vector %d", k)
	}
}

func TestFeaturesOfTraffic(t *testing.T) { // [40, 0, 1500, 1500, 0, 52, 0, 3000]
	s := series{{40, 0}, {1500, 2}, {1500, 3}, {52, 5}, {3000, 7}}
	requireFeatures(t, [][4]float64{
		{0.5932654281611731, 2153.8472554942246, 2.2737367544323206e-13, 2.079440741680153},
		{0.03571543667830755, 274.35743110038055, 528.4675959791671, 0.701074577183507},
		{0.19303047803883883, 1112.0000000000002, 1228.5796677464593, 1.8327577953368621},
		{0.1779886571216791, 804.6875169902911, 1179.7406494649579, 1.1992451679850167},
	}, newHaar(3).features(s))
}

func TestFeaturesOfOnePacket(t *testing.T) { // [60, 0, 0, 0, 0, 0, 0, 0]
	requireFeatures(t, [][4]float64{
		{0.24999999999826392, 21.21320343559643, 0.0, 2.0794407416501715},
		{0.24999999999826392, 21.21320343559643, 21.21320343559643, 2.0794407416501715},
		{0.2499999999982639, 15.000000000000002, 21.21320343559643, 1.3862939611092402},
		{0.24999999999826383, 10.606601717798213, 21.213203435596427, 0.6931469805684891},
	}, newHaar(3).features(series{{60, 0}}))
}

func TestFeaturesAtMostLevels(t *testing.T) { // (np.arange(4096)*7919 % 1501).astype(float)
	var s series
	for i := range 4096 {
		s.add(uint16(i), uint64(i*7919%1501))
	}
	got := newHaar(MaxLevels).features(s)
	requireFeatures(t, [][4]float64{
		{0.9996698583394236, 48066.26562500003, 1.3461212907364538e-11, 8.317356650582525},
		{4.319244692250814e-06, 83.13838195800732, 99.91161692131305, 7.7610895659387875},
		{5.653623075459961e-06, 91.6717503399146, 114.30770590330187, 7.549972480034195},
		{9.733618191010474e-05, 423.96161483481944, 474.29575389012615, 7.88462106081383},
	}, [][4]float64{got[0], got[1], got[6], got[12]})
}

func TestFeaturesOfNothing(t *testing.T) {
	requireFeatures(t, make([][4]float64, 3), newHaar(2).features(nil))
}

func TestSeriesTakesPacketsInAnyOrder(t *testing.T) {
	var s series
	for _, b := range []bin{{1, 3}, {2, 3}, {3, 7}, {4, 1}, {5, 3}, {6, 5}, {7, 1}, {8, 7}, {9, 0}} {
		s.add(b.at, b.bytes)
	}
	require.Equal(t, series{{9, 0}, {11, 1}, {8, 3}, {6, 5}, {11, 7}}, s)
	x := make([]float64, 8)
	s.dense(x)
	require.Equal(t, []float64{9, 11, 0, 8, 0, 6, 0, 11}, x)
}

func TestSteadyStateAllocatesNothing(t *testing.T) {
	var layout flow.Layout
	s := &shard{Config: Config{Levels: 2, Span: 4000}, state: flow.Ref[*scratch](&layout), haar: newHaar(2)}
	for d := range s.columns {
		for i := range s.columns[d] {
			s.columns[d][i] = []flow.FloatColumn{layout.Float(), layout.Float(), layout.Float()}
		}
	}
	f := new(flow.Flow)
	f.Show(nil, label.Label{}, nil, make([]uint64, layout.Nums), make([]any, layout.Refs))
	packets := []packet.Packet{{IPLength: 40}, {IPLength: 40, Direction: 1, Time: 500}, {IPLength: 1500, Time: 2500}}
	require.Zero(t, testing.AllocsPerRun(20, func() {
		s.begin(&packets[0], f)
		s.count(&packets[1], f)
		s.count(&packets[2], f)
		s.expire(f)
	}))
	require.Len(t, s.free, 1)
}

func BenchmarkFeatures(b *testing.B) {
	h := newHaar(DefaultLevels)
	s := series{{40, 0}, {1500, 2}, {1500, 3}, {52, 5}, {3000, 7}}
	b.ReportAllocs()
	for b.Loop() {
		h.features(s)
	}
}
