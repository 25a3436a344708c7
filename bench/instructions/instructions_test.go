package main

import (
	"bytes"
	"debug/elf"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/emulate"
)

func TestParseCounts(t *testing.T) {
	c, err := parseCounts([]byte("401000 3 10\n401000 2 1\n40200c 5 2\n"))
	require.NoError(t, err)
	require.Equal(t, counts{42, map[uint64]uint64{0x401000: 32, 0x40200c: 10}}, c)
	_, err = parseCounts([]byte("401000 x 1\n"))
	require.ErrorContains(t, err, "401000 x 1")

	less := c.minus(counts{2, map[uint64]uint64{0x401000: 32, 0x40200c: 9}})
	require.Equal(t, counts{40, map[uint64]uint64{0x40200c: 1}}, less)
}

func TestSumThreads(t *testing.T) {
	folder := t.TempDir()
	var files []string
	for name, text := range map[string]string{
		"x-01": "events: Ir\nsummary: 40\n0 1\n", "x-02": "summary: 1000\n", "x-03": "totals: 2\n", "x-04": "none\n",
	} {
		files = append(files, filepath.Join(folder, name))
		require.NoError(t, os.WriteFile(files[len(files)-1], []byte(text), 0o600))
	}
	sum, err := sumThreads(files)
	require.NoError(t, err)
	require.Equal(t, counts{total: 42}, sum)
	_, err = sumThreads(files)
	require.ErrorIs(t, err, os.ErrNotExist, "they are gone")
}

func TestFunctions(t *testing.T) {
	symbols := []elf.Symbol{{Name: "a", Value: 10}, {Name: "b", Value: 20}}
	for at, name := range map[uint64]string{9: "?", 10: "a", 19: "a", 20: "b", 99: "b"} {
		require.Equal(t, name, nameAt(symbols, at), at)
	}
	require.Equal(t, "     2.0  b\n     1.0  a\n", list(map[string]uint64{"a": 10, "b": 20, "c": 1}, 2, 10))
}

func TestRowAndLimit(t *testing.T) {
	b := &bench{config: config{modes: modes[:2], limit: 2.5}}
	base := []float64{100, 200}
	r := result{target: emulate.AMD64, packet: base}
	require.Equal(t, "amd64     100            200", r.row(base))
	require.Empty(t, b.judge(r, base))

	mips, err := emulate.Find("mips")
	require.NoError(t, err)
	r = result{target: mips[0], packet: []float64{250, 520}}
	require.Equal(t, "mips      250 (2.50)     520 (2.60)", r.row(base))
	over := b.judge(r, base)
	require.Len(t, over, 1)
	require.EqualError(t, over[0], "mips takes 2.60 times the instructions of amd64 with statistics, more than 2.5")
	require.Empty(t, b.judge(r, []float64{0, 0}), "nothing to compare with")
}

func TestArguments(t *testing.T) {
	for _, args := range [][]string{{"-modes", "fast"}, {"-targets", "vax"}, {"-from", "10", "-to", "10"}, {"-x"}} {
		require.Error(t, run(t.Context(), args, &bytes.Buffer{}), "%q", args)
	}
}
