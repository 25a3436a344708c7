package main

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/bench/workload"
)

func TestTargetsAreOfWhatThereIs(t *testing.T) {
	all := names(programs())
	for _, x := range targets() {
		require.Contains(t, all, x.over)
		require.Contains(t, all, x.under)
		require.Contains(t, workload.Names(), x.workload)
		require.True(t, targetNeeds(x.workload, x.over) && inTargets(x.under))
	}
	require.False(t, inTargets("tshark"))
}

func TestTargetAtLeast(t *testing.T) {
	_, m := twoPrograms()
	x := target{workload: "mix", over: "other", under: ours1, what: "wall time", figure: wall, want: 2.5}
	v := x.verdict([]*measured{m})
	require.True(t, v.met)
	require.Equal(t, []string{"mix: wall time of other over ours", "at least 2.5 times", "2.50 (2.00-3.00)", "2", "yes"},
		v.cells())
	x.want = 2.6
	require.Equal(t, "no", x.verdict([]*measured{m}).cells()[4])
}

func TestTargetAtMost(t *testing.T) {
	_, m := twoPrograms()
	x := target{workload: "mix", over: "other", under: ours1, what: "wall time", figure: wall, want: 2.5, atMost: true}
	require.True(t, x.verdict([]*measured{m}).met)
	x.want = 2.4
	v := x.verdict([]*measured{m})
	require.False(t, v.met)
	require.Equal(t, "at most 2.4 times", v.want)
}

func TestTargetNotMeasured(t *testing.T) {
	_, m := twoPrograms()
	for _, x := range []target{
		{workload: "flood", over: "other", under: ours1, figure: wall},
		{workload: "mix", over: "other", under: "nobody", figure: wall},
	} {
		v := x.verdict([]*measured{m})
		require.Equal(t, []string{"not measured", "", ""}, v.cells()[2:])
	}
	require.Equal(t, "not measured", insideTargets()[0].verdict(nil).cells()[2])
}

func TestInsideTargets(t *testing.T) {
	x := insideTarget{name: "packet", most: 120}
	v := x.verdict([]figure{{Name: "flow", Values: []float64{1}}, {Name: "packet", Values: []float64{130, 100, 120}}})
	require.Equal(t, []string{"packet", "at most 120", "120 (100-130)", "3", "yes"}, v.cells())
	v = x.verdict([]figure{{Name: "packet", Values: []float64{121}}})
	require.Equal(t, "no", v.cells()[4])
}

func TestFiguresOf(t *testing.T) {
	all, err := figuresOf([]byte(`[{"name":"a","values":[1,2]}]`))
	require.NoError(t, err)
	require.Equal(t, []figure{{"a", []float64{1, 2}}}, all)
	_, err = figuresOf([]byte(`[{"name":"a"}]`))
	require.ErrorContains(t, err, "no values of a")
	_, err = figuresOf([]byte(`nothing`))
	require.Error(t, err)
}
