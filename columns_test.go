package nfstream_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go"
)

// What a column cannot be asked for is said with its name.
func TestMisusedColumns(t *testing.T) {
	s, err := nfstream.Open("testdata/tls.pcap", nfstream.Config{MaxFlows: 1, Statistics: true, SPLT: 3, Fields: []string{"id",
		"application_name", "bidirectional_mean_raw_ps", "bidirectional_duration_ms", "splt"}})
	require.NoError(t, err)
	byName := map[string]*nfstream.Column{"own": {Name: "own", Type: nfstream.Text}}
	for _, c := range s.Columns() {
		byName[c.Name] = c
	}
	for f, err := range s.Flows(t.Context()) {
		require.NoError(t, err)
		require.Equal(t, f.Application(), byName["application_name"].Text(f))
		require.Zero(t, byName["id"].Int(f))
		require.Equal(t, int64(f.Bidirectional().Duration()), byName["bidirectional_duration_ms"].Int(f))
		require.NotZero(t, byName["bidirectional_mean_raw_ps"].Float(f))
		require.Equal(t, []int64{7, 0, 1, 0}, byName["splt_direction"].Ints([]int64{7}, f))
		require.Equal(t, []float64{0, 0.023, 0.014}, byName["splt_piat_ms"].Floats(nil, f))
		for want, call := range map[string]func(){
			"nfstream: Column.Int of application_name, whose type is text: want one of type Int or Millis; Text does for all": func() {
				byName["application_name"].Int(f)
			},
			"nfstream: Column.Int of bidirectional_mean_raw_ps, whose type is number: want one of type Int or Millis; " +
				"Text does for all": func() {
				byName["bidirectional_mean_raw_ps"].Int(f)
			},
			"nfstream: Column.Float of id, whose type is integer: want one of type Float; Text does for all": func() {
				byName["id"].Float(f)
			},
			"nfstream: Column.Ints of splt_piat_ms, whose type is list of numbers: want one of type IntList; Text does for all": func() {
				byName["splt_piat_ms"].Ints(nil, f)
			},
			`nfstream: Column.Text of "own", which is no column of a stream: take it from Streamer.Columns`: func() {
				byName["own"].Text(f)
			},
		} {
			require.PanicsWithValue(t, want, call)
		}
	}
}
