package plot

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

func draw(t *testing.T, panels ...Panel) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, Write(&b, panels, 2))
	for d := xml.NewDecoder(bytes.NewReader(b.Bytes())); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return b.String()
		}
		require.NoError(t, err)
		requireInside(t, token)
	}
}

// requireInside fails where a coordinate is none, or not within a panel.
func requireInside(t *testing.T, token xml.Token) {
	element, _ := token.(xml.StartElement)
	for _, a := range element.Attr {
		switch a.Name.Local {
		case "x", "y", "x1", "y1", "x2", "y2", "cx", "cy":
			v, err := strconv.ParseFloat(a.Value, 64)
			require.NoError(t, err)
			require.True(t, v >= 0 && v <= width, "%s of %s is %v", a.Name.Local, element.Name.Local, v)
		}
	}
}

func TestWrite(t *testing.T) {
	svg := draw(t, Panel{Title: "A & B", X: "things", Y: "s", Note: "<1>", Points: []Point{{1, 1}, {100, 1e6}}}, Panel{},
		Panel{Points: []Point{{5, 5}}}, Panel{Points: []Point{{1, 10}, {1e9, 11}}},
		Panel{Points: []Point{{0, 1}, {-1, 1}, {1, math.Inf(1)}, {1, math.NaN()}, {2, 3}, {20, 0.001}}})
	require.Contains(t, svg, "A &amp; B")
	require.Contains(t, svg, "&lt;1&gt;")
	require.Contains(t, svg, `width="680" height="750"`)
	require.Equal(t, 2+1+2+2, bytes.Count([]byte(svg), []byte("<circle")))
	require.Error(t, Write(refusing{}, nil, 1))
}

type refusing struct{}

func (refusing) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestAxis(t *testing.T) {
	a := newAxis([]float64{30, 4000})
	require.InDelta(t, math.Log10(20), a.from, 1e-9)
	require.InDelta(t, math.Log10(5000), a.to, 1e-9)
	require.InDelta(t, 0, a.at(20), 1e-9)
	require.InDelta(t, 1, a.at(5000), 1e-9)
	var major []float64
	a.marks(func(v float64, labelled bool) {
		if labelled {
			major = append(major, math.Round(v))
		}
	})
	require.Equal(t, []float64{20, 50, 100, 200, 500, 1000, 2000, 5000}, major)
}

func TestLabel(t *testing.T) {
	for want, v := range map[string]float64{"0.05": 0.05, "1": 1, "200": 200, "1k": 1e3, "20k": 2e4, "5G": 5e9} {
		require.Equal(t, want, Label(v))
	}
}
