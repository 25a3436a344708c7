package top

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/cells"
)

var update = flag.Bool("update", false, "write the expected pages anew")

func text(lines []Line) string {
	var all strings.Builder
	for _, l := range lines {
		fmt.Fprintln(&all, l.Text)
	}
	return all.String()
}

func requireGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".txt")
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got)
}

func TestPages(t *testing.T) {
	for name, p := range map[string]Page{
		"80x24":       {Width: 80, Height: 24, Keys: true},
		"200x50":      {Width: 200, Height: 50, Keys: true},
		"80x24-ascii": {Width: 80, Height: 24, ASCII: true},
		"60x14":       {Width: 60, Height: 14, Keys: true},
		"110x24":      {Width: 110, Height: 24},
	} {
		p.Zone = time.UTC
		got := p.Lines(someModel(t), &View{Source: "eth0"})
		requireFits(t, p, got)
		requireGolden(t, name, text(got))
	}
}

func TestPageOfTroubles(t *testing.T) {
	m := someModel(t)
	m.Stats.Capture.Dropped, m.Stats.Capture.InterfaceDropped, m.Lost, m.Full = 1234, 6, 17, true
	v := View{Source: "eth0", Order: ByBytes, Filter: "zz", Editing: true, Offset: 1000}
	lines := Page{Width: 120, Height: 24, Keys: true, Zone: time.UTC}.Lines(m, &v)
	requireGolden(t, "troubles", text(lines))
	require.Equal(t, Alert, lines[2].Style)
	require.Zero(t, v.Offset)
}

func TestPageBeforeAnyPacket(t *testing.T) {
	lines := text(Page{Width: 80, Height: 24, Keys: true}.Lines(&Model{}, &View{Source: "eth0"}))
	require.Contains(t, lines, "waiting")
	require.Contains(t, lines, "no flows")
}

func requireFits(t testing.TB, p Page, lines []Line) {
	require.LessOrEqual(t, len(lines), p.Height)
	for _, l := range lines {
		require.LessOrEqual(t, cells.Width([]byte(l.Text)), p.Width)
		for _, r := range l.Text {
			require.True(t, unicode.IsPrint(r), "%q", l.Text)
			require.True(t, !p.ASCII || r < 0x80, "%q", l.Text)
		}
	}
}

func TestScrolling(t *testing.T) {
	m := &Model{Elapsed: time.Second, Now: begin}
	for i := range 100 {
		m.Flows = append(m.Flows, makeFlow(fmt.Sprintf("10.0.0.%d:1", i), "10.1.0.1:2", 6, 0, "", 1000, uint64(1000-i), 1))
	}
	p := Page{Width: 80, Height: 24, Keys: true}
	v := &View{Offset: 10}
	require.Contains(t, p.Lines(m, v)[9].Text, " 10.0.0.10:1 ")
	v.Offset = 1000
	lines := p.Lines(m, v)
	require.Contains(t, lines[22].Text, " 10.0.0.99:1 ")
	require.Equal(t, 100-p.FlowLines(), v.Offset)
}

func FuzzPage(f *testing.F) {
	f.Add("\x1b[2Jwww.example.org", "filter\r", 80, 24, true)
	f.Fuzz(func(t *testing.T, name, filter string, width, height int, ascii bool) {
		m := someModel(t)
		m.Flows[0].Name = name
		p := Page{Width: 1 + width&0xff, Height: 1 + height&0x3f, Keys: ascii, ASCII: ascii}
		v := &View{Source: name, Filter: filter}
		requireFits(t, p, p.Lines(m, v))
		v.Filter = ""
		requireFits(t, p, p.Lines(m, v))
	})
}
