package wavelet_test

import (
	"math"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/plugins/internal/plugintest"
	"github.com/nfstream/nfstream-go/plugins/wavelet"
)

// rows returns the plug-in's columns of each flow by name.
func rows(t *testing.T, c wavelet.Config, packets []plugintest.Packet) (out []map[string]float64) {
	t.Helper()
	cfg := nfstream.Config{Plugins: []nfstream.Plugin{wavelet.New(c)}, Fields: []string{"plugins"}}
	flows, columns, err := plugintest.Run(cfg, packets)
	require.NoError(t, err)
	for _, f := range flows {
		row := map[string]float64{}
		for _, c := range columns {
			row[c.Name] = c.Float(f)
		}
		out = append(out, row)
	}
	return out
}

var conversation = []plugintest.Packet{
	{At: 0, Size: 40},
	{At: 2500 * time.Millisecond, Size: 1500},
	{At: 2600 * time.Millisecond, Size: 100, Back: true},
	{At: 3 * time.Second, Size: 1500},
	{At: 5999 * time.Millisecond, Size: 52},
	{At: 7 * time.Second, Size: 1500},
	{At: 20 * time.Second, Size: 1500}, // beyond the span
}

// requireRow compares with the result of PyWavelets for the series in the comment, see haar_test.go.
func requireRow(t *testing.T, direction string, figures [4][4]float64, row map[string]float64) {
	t.Helper()
	for k, f := range figures {
		for i, name := range []string{"p", "u", "sigma", "S"} {
			column := direction + "_" + name + "_k_" + strconv.Itoa(k)
			require.Contains(t, row, column)
			require.InDelta(t, f[i], row[column], 1e-9, column)
		}
	}
}

func TestColumnsOfBothDirections(t *testing.T) {
	row := rows(t, wavelet.Config{Levels: 3, Span: 8 * time.Second}, conversation)[0]
	require.Len(t, row, 2*4*4)
	requireRow(t, "f", [4][4]float64{ // [40, 0, 1500, 1500, 0, 52, 0, 3000]
		{0.5932654281611731, 2153.8472554942246, 2.2737367544323206e-13, 2.079440741680153},
		{0.03571543667830755, 274.35743110038055, 528.4675959791671, 0.701074577183507},
		{0.19303047803883883, 1112.0000000000002, 1228.5796677464593, 1.8327577953368621},
		{0.1779886571216791, 804.6875169902911, 1179.7406494649579, 1.1992451679850167},
	}, row)
	requireRow(t, "b", [4][4]float64{ // [0, 0, 100, 0, 0, 0, 0, 0]
		{0.24999999999937503, 35.355339059327385, 0.0, 2.0794407416693614},
		{0.24999999999937503, 35.355339059327385, 35.355339059327385, 2.0794407416693614},
		{0.249999999999375, 25.000000000000004, 35.355339059327385, 1.3862939611161076},
		{0.24999999999937492, 17.67766952966369, 35.35533905932738, 0.6931469805630338},
	}, row)
}

func TestWithoutTheFirstPacket(t *testing.T) {
	row := rows(t, wavelet.Config{Levels: 3, Span: 8 * time.Second, SkipFirst: true}, conversation)[0]
	requireRow(t, "f", [4][4]float64{ // [0, 0, 1500, 1500, 0, 52, 0, 3000]
		{0.5892439135262799, 2139.705119870493, 0.0, 2.0794407416801532},
		{0.03498625199038535, 274.3574311003806, 521.3808588738179, 0.7016098811103973},
		{0.19473832963613694, 1112.0000000000002, 1230.0764203902131, 1.8290013809885743},
		{0.18103150484719627, 804.6875169902912, 1185.996627313923, 1.1956715808279024},
	}, row)
}

func TestFlowsDoNotShareTheirSeries(t *testing.T) {
	one := rows(t, wavelet.Config{Levels: 3, Span: 8 * time.Second}, conversation)[0]
	later := make([]plugintest.Packet, 0, 3*len(conversation))
	for i := range 3 {
		for _, p := range conversation {
			p.At += time.Duration(i) * time.Hour
			later = append(later, p)
		}
	}
	all := rows(t, wavelet.Config{Levels: 3, Span: 8 * time.Second}, later)
	require.Equal(t, []map[string]float64{one, one, one}, all)
}

func TestDirectionWithoutPackets(t *testing.T) {
	for name, v := range rows(t, wavelet.Config{}, []plugintest.Packet{{Size: 60}})[0] {
		if name[0] == 'b' {
			require.Zero(t, v, name)
		}
	}
}

func TestLatePacketsCountToTheFirstBin(t *testing.T) {
	second := func(at time.Duration) []plugintest.Packet {
		return []plugintest.Packet{{At: time.Minute, Size: 60}, {At: at, Size: 70}}
	}
	require.Equal(t, rows(t, wavelet.Config{}, second(time.Minute)), rows(t, wavelet.Config{}, second(40*time.Second)))
}

func TestBadConfigIsRefused(t *testing.T) {
	for _, c := range []wavelet.Config{{Levels: -1}, {Levels: 13}, {Levels: math.MaxInt}, {Span: -1}} {
		cfg := nfstream.Config{Plugins: []nfstream.Plugin{wavelet.New(c)}}
		_, _, err := plugintest.Run(cfg, nil)
		require.ErrorIs(t, err, nfstream.ErrConfig)
	}
}
