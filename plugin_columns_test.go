package nfstream_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/plugins/slicer"
	"github.com/nfstream/nfstream-go/plugins/wavelet"
	"github.com/nfstream/nfstream-go/sink/csv"
	"github.com/nfstream/nfstream-go/sink/json"
)

func columnsOnly(c ...nfstream.Column) nfstream.Plugin {
	return testPlugin{c, func(*nfstream.Schema) (nfstream.Hooks, error) { return nfstream.Hooks{}, nil }}
}

func TestBadColumnsOfPluginsAreRefused(t *testing.T) {
	two := []nfstream.Plugin{columnsOnly(nfstream.Column{Name: "x"}), columnsOnly(nfstream.Column{Name: "x"})}
	one := func(c nfstream.Column) []nfstream.Plugin { return []nfstream.Plugin{columnsOnly(c)} }
	for _, c := range []struct {
		plugins []nfstream.Plugin
		want    string
	}{
		{[]nfstream.Plugin{nil}, "holds nil at 0"},
		{one(nfstream.Column{}), "without a name"},
		{one(nfstream.Column{Name: "src_ip"}), "src_ip, a name that is taken"},
		{one(nfstream.Column{Name: "src2dst_min_ip_ps"}), "src2dst_min_ip_ps, a name that is taken"},
		{two, "x, a name that is taken"},
		{one(nfstream.Column{Name: "x", Type: 99}), "x of no known type"},
		{one(nfstream.Column{Name: "x", Type: nfstream.Object}), "x of type Object that is not volatile"},
	} {
		_, err := nfstream.New(&replay{}, nfstream.Config{Plugins: c.plugins})
		require.ErrorIs(t, err, nfstream.ErrConfig, c.want)
		require.ErrorContains(t, err, c.want)
	}
}

func TestQuestionsAboutOtherColumnsAreRefused(t *testing.T) {
	for _, c := range []struct {
		ask  func(*nfstream.Schema)
		want string
	}{
		{func(s *nfstream.Schema) { s.Int("unknown") }, "column unknown: no plug-in has it"},
		{func(s *nfstream.Schema) { s.Text("src_ip") }, "column src_ip: no plug-in has it"},
		{func(s *nfstream.Schema) { s.Float("x") }, "column x: its type is integer"},
		{func(s *nfstream.Schema) { s.IntList("x") }, "column x: its type is integer"},
		{func(s *nfstream.Schema) { s.FloatList("x") }, "column x: its type is integer"},
		{func(s *nfstream.Schema) { nfstream.ObjectColumn[int](s, "x") }, "column x: its type is integer"},
	} {
		p := testPlugin{[]nfstream.Column{{Name: "x"}}, func(s *nfstream.Schema) (nfstream.Hooks, error) {
			c.ask(s)
			return nfstream.Hooks{}, nil
		}}
		s, err := nfstream.New(&replay{browsing}, nfstream.Config{Plugins: []nfstream.Plugin{p}})
		if err == nil {
			err = s.Run(t.Context())
		}
		require.ErrorContains(t, err, c.want)
	}
}

// everyType is a plug-in with a column of each type, which it fills once a flow.
var everyType = testPlugin{
	[]nfstream.Column{
		{Name: "n", Type: nfstream.Int}, {Name: "ms", Type: nfstream.Millis}, {Name: "x", Type: nfstream.Float},
		{Name: "text", Type: nfstream.Text}, {Name: "ints", Type: nfstream.IntList},
		{Name: "floats", Type: nfstream.FloatList}, {Name: "hidden", Type: nfstream.Object, Volatile: true},
	},
	func(s *nfstream.Schema) (nfstream.Hooks, error) {
		n, ms, x, text := s.Int("n"), s.Int("ms"), s.Float("x"), s.Text("text")
		ints, floats, hidden := s.IntList("ints"), s.FloatList("floats"), nfstream.ObjectColumn[*segment](s, "hidden")
		return nfstream.Hooks{Init: func(_ *nfstream.Packet, f *nfstream.Flow) {
			if n.Get(f) != 0 || ms.Get(f) != 0 || x.Get(f) != 0 || text.Get(f) != "" || ints.Get(f) != nil ||
				floats.Get(f) != nil || hidden.Get(f) != nil {
				panic("a new flow has an old value")
			}
			n.Set(f, -5)
			n.Add(f, 3)
			ms.Set(f, 1_500_000)
			x.Set(f, 0.25)
			text.Set(f, `say "a,b"`)
			ints.Set(f, []int64{1, -2})
			floats.Set(f, []float64{0.5, 3})
			hidden.Set(f, &segment{})
		}}, nil
	},
}

func rowsIn(t *testing.T, cfg nfstream.Config, segments []segment) (inCSV, inJSON string) {
	t.Helper()
	s, err := nfstream.New(&replay{segments}, cfg)
	require.NoError(t, err)
	var a, b bytes.Buffer
	require.NoError(t, s.Run(t.Context(), csv.NewWriter(&a, s.Columns()), json.NewWriter(&b, s.Columns())))
	return a.String(), b.String()
}

func TestColumnsOfEveryType(t *testing.T) {
	cfg := nfstream.Config{Plugins: []nfstream.Plugin{everyType}, Fields: []string{"id", "plugins"}}
	inCSV, inJSON := rowsIn(t, cfg, browsing[:1])
	require.Equal(t, "id,n,ms,x,text,ints,floats\n0,-2,1.500,0.25,\"say \"\"a,b\"\"\",\"[1,-2]\",\"[0.5,3.0]\"\n", inCSV)
	want := `{"id":0,"n":-2,"ms":1.500,"x":0.25,"text":"say \"a,b\"","ints":[1,-2],"floats":[0.5,3.0]}`
	require.Equal(t, want+"\n", inJSON)
}

func TestNewFlowsHaveNoOldValues(t *testing.T) {
	cfg := nfstream.Config{Plugins: []nfstream.Plugin{everyType, slicer.New(1)}, Workers: 1}
	require.Len(t, flowsOf(t, cfg, crowd(200, 6)), 1200) // everyType panics otherwise
}

func TestPluginsColumnsAmongTheFields(t *testing.T) {
	for fields, want := range map[string]string{
		"default": "floats", "all": "floats", "nfstream6": "floats", "text": "text",
	} {
		s, err := nfstream.New(&replay{}, nfstream.Config{
			Plugins: []nfstream.Plugin{everyType}, Fields: []string{fields},
		})
		require.NoError(t, err)
		cols := s.Columns()
		require.Equal(t, want, cols[len(cols)-1].Name)
		for _, c := range cols {
			require.NotEqual(t, "hidden", c.Name)
		}
	}
	_, err := nfstream.New(&replay{}, nfstream.Config{
		Plugins: []nfstream.Plugin{everyType}, Fields: []string{"hidden"},
	})
	require.ErrorIs(t, err, nfstream.ErrConfig, "a volatile column is no field")
}

func TestRowsWithPluginsForAnyNumberOfWorkers(t *testing.T) {
	rows := func(workers int) string {
		inCSV, _ := rowsIn(t, nfstream.Config{Workers: workers, Plugins: []nfstream.Plugin{
			packetsOfSize(45), interArrival{}, maximumInterArrival{}, wavelet.New(wavelet.Config{}), slicer.New(7),
		}}, crowd(250, 20))
		return inCSV
	}
	want := rows(1)
	for _, workers := range []int{2, 3, 8} {
		require.Equal(t, want, rows(workers), "%d workers", workers)
	}
}

func TestFlowsKeepTheirValues(t *testing.T) {
	cfg := nfstream.Config{Plugins: []nfstream.Plugin{packetsOfSize(40)}, Fields: []string{"packet_with_40_ip_size"}}
	s, err := nfstream.New(&replay{browsing}, cfg)
	require.NoError(t, err)
	var kept []*nfstream.Flow
	for f, err := range s.Flows(t.Context()) {
		require.NoError(t, err)
		kept = append(kept, f)
	}
	require.Equal(t, "7 6", fmt.Sprint(s.Columns()[0].Int(kept[0]), s.Columns()[0].Int(kept[1])))
}
