package main

import (
	"bytes"
	"errors"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/capture"
	"github.com/nfstream/nfstream-go/categories/rules"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/packet"
)

// powers are costs that grow as a power of the size, above a floor.
func powers(exponent, floor float64) (samples []sample) {
	for _, size := range []float64{1e3, 1e4, 1e5, 1e6} {
		samples = append(samples, sample{size, floor + 1e-6*math.Pow(size, exponent)})
	}
	return samples
}

func TestFit(t *testing.T) {
	for _, exponent := range []float64{0.5, 1, 2} {
		f := fit(powers(exponent, 1e-5), 1e-5)
		require.InDelta(t, exponent, f.slope, 1e-3)
		require.InDelta(t, exponent, f.steepest, 1e-3)
		require.Equal(t, exponent > 1.5, f.worse())
	}
	flat := fit(powers(1, 100), 100)
	require.Zero(t, flat.slope)
	require.False(t, flat.worse())
	require.Equal(t, "does not grow", flat.String())
	require.Zero(t, slope([]float64{1, 1}, []float64{1, 2}))

	step := fit([]sample{{1, 1}, {2, 2}, {4, 4}, {8, 16}, {16, 32}}, 0)
	require.Less(t, step.slope, worstSlope+0.1)
	require.InDelta(t, 2, step.steepest, 1e-9)
	require.True(t, step.worse())
}

// TestTraffic reads what was streamed back, and finds the flows that were to be.
func TestTraffic(t *testing.T) {
	for _, c := range []struct {
		traffic
		least, most int
	}{
		{traffic{packets: 3000, flows: 300, gap: 1000}, 300, 300},
		{traffic{packets: 3000, renew: 1, gap: 1000}, 3000, 3000},
		{traffic{packets: 30_000, flows: 100, renew: 100, gap: 1000}, 380, 400},
		{traffic{}, 0, 0},
	} {
		var pcap bytes.Buffer
		require.NoError(t, c.Write(&pcap))
		src, err := capture.NewReader(&pcap)
		require.NoError(t, err)
		decoder, flows, n := packet.NewDecoder(packet.Options{}), map[string]bool{}, 0
		for err == nil {
			var batch capture.Batch
			err = src.Next(t.Context(), &batch)
			for _, f := range batch.Frames {
				p := packet.Packet{Data: f.Data, WireLength: f.Length}
				require.Equal(t, packet.OK, decoder.Decode(&p, f.Link))
				require.Equal(t, begin*second+int64(n)*c.gap, f.Time)
				flows[p.Src().String()] = true
				n++
			}
		}
		require.ErrorIs(t, err, io.EOF)
		require.Equal(t, c.packets, n)
		require.GreaterOrEqual(t, len(flows), c.least)
		require.LessOrEqual(t, len(flows), c.most)
	}
	require.ErrorIs(t, traffic{packets: 100_000, renew: 1}.Write(refusing{}), errRefused)
}

var errRefused = errors.New("refused")

type refusing struct{}

func (refusing) Write([]byte) (int, error) { return 0, errRefused }

// TestChecksumsOfTraffic sums header and segment of a frame as a receiver does.
func TestChecksumsOfTraffic(t *testing.T) {
	b := frame
	for _, flow := range []uint32{0, 1, 65_535, 1<<24 + 77, math.MaxUint32} {
		number(b[:], flow)
		require.Equal(t, uint16(0), check(add(b[14:34])))
		require.Equal(t, uint16(0), check(6+20+add(b[26:54])))
	}
}

func add(b []byte) (sum uint32) {
	for i := 0; i < len(b); i += 2 {
		sum += uint32(b[i])<<8 | uint32(b[i+1])
	}
	return sum
}

func TestRules(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rules.txt")
	require.NoError(t, writeRules(path, 4000))
	set, err := rules.Load(path)
	require.NoError(t, err)
	require.NotNil(t, set)
	require.Error(t, writeRules(filepath.Join(path, "below"), 1))
}

func TestProtocols(t *testing.T) {
	for _, n := range []int{0, 3, 500} {
		require.Equal(t, n, l7.Compile(protocols(n)).Len())
	}
	meterUnknown(100, 5000)
}

func TestParse(t *testing.T) {
	c, err := parse([]string{"-only", "flows,rules", "-full"}, io.Discard)
	require.NoError(t, err)
	require.Equal(t, []string{"flows", "rules"}, c.only)
	require.Equal(t, -1, c.protocols)
	for _, args := range [][]string{{"-only", "height"}, {"-runs", "0"}, {"-runs", "x"}} {
		_, err := parse(args, io.Discard)
		require.Error(t, err)
	}
}

// TestCurve measures a command that does nothing but read.
func TestCurve(t *testing.T) {
	path, err := exec.LookPath("cat")
	if err != nil {
		t.Skip("needs cat")
	}
	b := &bench{command: path, runs: 2, report: io.Discard, folder: t.TempDir()}
	a := axis{name: "reads", title: "Reads", unit: "bytes", sizes: []int{1, 10, 100}, usual: 10, packets: same,
		job: func(_ *bench, size int) (job, error) {
			return job{feed: func(w io.Writer) error { _, err := w.Write(make([]byte, size)); return err }}, nil
		}}
	c, err := b.curve(t.Context(), a)
	require.NoError(t, err)
	require.Equal(t, []int{1, 10}, c.sizes)
	require.Len(t, c.costs, 2)
	var out bytes.Buffer
	c.print(&out)
	require.Contains(t, out.String(), "bytes/read")

	a.job = func(*bench, int) (job, error) { return job{args: []string{"no such file"}, feed: traffic{}.Write}, nil }
	_, err = b.curve(t.Context(), a)
	require.ErrorContains(t, err, "no such file")
}

func TestFinish(t *testing.T) {
	c := curve{axis: axes()[0], idle: cost{cpu: 0.01, memory: 1e7}, sizes: []int{1e5, 1e6, 1e7}}
	for _, size := range c.sizes {
		c.costs = append(c.costs, cost{cpu: 0.01 + float64(size)*1e-7, memory: 1.1e7})
	}
	picture := filepath.Join(t.TempDir(), "growth.svg")
	var out bytes.Buffer
	require.NoError(t, finish(picture, []curve{c}, &out))
	require.Contains(t, out.String(), "nothing grows faster")
	svg, err := os.ReadFile(picture)
	require.NoError(t, err)
	require.Contains(t, string(svg), "Packets: memory")
	require.Contains(t, string(svg), "size^1.00")

	c.costs[2].cpu = 100
	err = finish("", []curve{c}, &out)
	require.ErrorIs(t, err, errGrowth)
	require.ErrorContains(t, err, "time by packets")
	require.Error(t, finish(filepath.Join(picture, "below"), []curve{c}, &out))
}

// Every axis has a job at every size, and few packets where it is to have none.
func TestJobs(t *testing.T) {
	b := &bench{folder: t.TempDir()}
	for _, a := range axes() {
		require.Contains(t, a.sizes, a.usual)
		for _, size := range []int{0, a.sizes[0]} {
			j, err := a.job(b, size)
			require.NoError(t, err)
			require.NotEmpty(t, j.args)
			require.NoError(t, j.feed(io.Discard))
		}
	}
}
