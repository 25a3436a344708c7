// Package plot draws curves on logarithmic axes as SVG.
package plot

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"math"
	"strconv"
)

// Point is a value on both axes; what is not above 0 is left out.
type Point struct{ X, Y float64 }

// Panel is one diagram.
type Panel struct {
	Title string
	// X and Y name the axes, with their units.
	X, Y string
	// Note stands within, at the top.
	Note   string
	Points []Point
}

// Sizes of a panel and of what is around its diagram, in pixels.
const (
	width, height = 340, 250
	left, right   = 62, 14
	top, bottom   = 34, 44
)

const style = `<style>
text { font-family: sans-serif; font-size: 11px; fill: #333 }
.title { font-size: 13px; font-weight: bold }
.note { fill: #777 }
.grid { stroke: #ddd; stroke-width: 1 }
.fine { stroke: #f2f2f2; stroke-width: 1 }
.frame { fill: none; stroke: #888; stroke-width: 1 }
.linear { stroke: #bbb; stroke-width: 1; stroke-dasharray: 4 3 }
.curve { fill: none; stroke: #1f6fb2; stroke-width: 2 }
.point { fill: #1f6fb2 }
</style>
`

// Write draws panels side by side, so many in a row. Dashed lines show what linear growth through the last point of a
// curve would be.
func Write(w io.Writer, panels []Panel, columns int) error {
	columns = max(columns, 1)
	rows := (len(panels) + columns - 1) / columns
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d">`+"\n",
		columns*width, rows*height)
	b.WriteString(style)
	b.WriteString(`<rect width="100%" height="100%" fill="#fff"/>` + "\n")
	for i, p := range panels {
		fmt.Fprintf(&b, `<g transform="translate(%d %d)">`+"\n", i%columns*width, i/columns*height)
		p.draw(&b)
		b.WriteString("</g>\n")
	}
	b.WriteString("</svg>\n")
	_, err := w.Write(b.Bytes())
	return err
}

// axis is a range of decades, which begin and end at a tick.
type axis struct{ from, to float64 }

// ticks of a decade that an axis may begin or end at.
var ticks = []float64{1, 2, 5, 10}

// newAxis returns one that holds all values, as logarithms to base 10.
func newAxis(values []float64) axis {
	least, most := math.Inf(1), math.Inf(-1)
	for _, v := range values {
		least, most = min(least, v), max(most, v)
	}
	if math.IsInf(least, 0) || math.IsInf(most, 0) {
		least, most = 1, 1
	}
	a := axis{math.Log10(down(least)), math.Log10(up(most))}
	if a.to-a.from < 0.9 {
		a = axis{math.Floor(a.from), math.Ceil(a.to)}
	}
	if a.to == a.from {
		a.to++
	}
	return a
}

// down and up return the tick next to a value.
func down(v float64) float64 {
	decade := math.Pow(10, math.Floor(math.Log10(v)))
	best := decade
	for _, t := range ticks {
		if t*decade <= v*1.0001 {
			best = t * decade
		}
	}
	return best
}

func up(v float64) float64 {
	decade := math.Pow(10, math.Floor(math.Log10(v)))
	for _, t := range ticks {
		if t*decade >= v*0.9999 {
			return t * decade
		}
	}
	return 10 * decade
}

// at returns where a value is, from 0 to 1.
func (a axis) at(v float64) float64 { return (math.Log10(v) - a.from) / (a.to - a.from) }

// marks calls mark for every tick, of which those that are labelled are major.
func (a axis) marks(mark func(v float64, major bool)) {
	wide := a.to-a.from > 2.5
	for decade := math.Floor(a.from); decade <= a.to+1e-9; decade++ {
		for digit := 1; digit <= 9; digit++ {
			v := float64(digit) * math.Pow(10, decade)
			if at := a.at(v); at >= -1e-9 && at <= 1+1e-9 {
				mark(v, digit == 1 || !wide && (digit == 2 || digit == 5))
			}
		}
	}
}

func (p *Panel) draw(b *bytes.Buffer) {
	points := p.visible()
	var xs, ys []float64
	for _, q := range points {
		xs, ys = append(xs, q.X), append(ys, q.Y)
	}
	x, y := newAxis(xs), newAxis(ys)
	const right, bottom = width - right, height - bottom
	atX := func(v float64) float64 { return left + x.at(v)*(right-left) }
	atY := func(v float64) float64 { return bottom - y.at(v)*(bottom-top) }
	x.marks(func(v float64, major bool) {
		line(b, class(major), atX(v), top, atX(v), bottom)
		if major {
			text(b, "", "middle", atX(v), bottom+15, Label(v))
		}
	})
	y.marks(func(v float64, major bool) {
		line(b, class(major), left, atY(v), right, atY(v))
		if major {
			text(b, "", "end", left-6, atY(v)+4, Label(v))
		}
	})
	fmt.Fprintf(b, `<rect class="frame" x="%d" y="%d" width="%d" height="%d"/>`+"\n", left, top, right-left, bottom-top)
	text(b, "title", "start", left, top-12, p.Title)
	text(b, "", "middle", (left+right)/2, bottom+34, p.X)
	fmt.Fprintf(b, `<text transform="translate(14 %d) rotate(-90)" text-anchor="middle">%s</text>`+"\n",
		(top+bottom)/2, html.EscapeString(p.Y))
	p.curve(b, points, atX, atY, bottom)
	text(b, "note", "start", left+8, top+16, p.Note)
}

func (p *Panel) visible() (points []Point) {
	for _, q := range p.Points {
		if q.X > 0 && q.Y > 0 && !math.IsInf(q.X, 0) && !math.IsInf(q.Y, 0) {
			points = append(points, q)
		}
	}
	return points
}

// curve draws the points, what is between them, and linear growth.
func (p *Panel) curve(b *bytes.Buffer, points []Point, atX, atY func(float64) float64, floor float64) {
	if len(points) == 0 {
		return
	}
	first, last := points[0], points[len(points)-1]
	if y := last.Y * first.X / last.X; len(points) > 1 {
		x := first.X
		if atY(y) > floor { // where the line leaves the diagram
			lowest := invert(atY, floor, y, last.Y)
			x, y = last.X*lowest/last.Y, lowest
		}
		line(b, "linear", atX(x), atY(y), atX(last.X), atY(last.Y))
	}
	b.WriteString(`<polyline class="curve" points="`)
	for _, q := range points {
		fmt.Fprintf(b, "%.1f,%.1f ", atX(q.X), atY(q.Y))
	}
	b.WriteString(`"/>` + "\n")
	for _, q := range points {
		fmt.Fprintf(b, `<circle class="point" cx="%.1f" cy="%.1f" r="3"/>`+"\n", atX(q.X), atY(q.Y))
	}
}

// invert finds the value between low and high that is drawn at a place, by halving.
func invert(at func(float64) float64, place, low, high float64) float64 {
	for range 60 {
		middle := math.Sqrt(low * high)
		if at(middle) > place {
			low = middle
		} else {
			high = middle
		}
	}
	return high
}

func class(major bool) string {
	if major {
		return "grid"
	}
	return "fine"
}

func line(b *bytes.Buffer, class string, x1, y1, x2, y2 float64) {
	fmt.Fprintf(b, `<line class="%s" x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f"/>`+"\n", class, x1, y1, x2, y2)
}

func text(b *bytes.Buffer, class, anchor string, x, y float64, s string) {
	if s != "" {
		fmt.Fprintf(b, `<text class="%s" text-anchor="%s" x="%.1f" y="%.1f">%s</text>`+"\n", class, anchor, x, y,
			html.EscapeString(s))
	}
}

// Label writes a value in few characters: 20k, 1M, 0.05.
func Label(v float64) string {
	for _, unit := range []struct {
		factor float64
		suffix string
	}{{1e9, "G"}, {1e6, "M"}, {1e3, "k"}} {
		if v >= unit.factor*0.9999 {
			return strconv.FormatFloat(v/unit.factor, 'g', 3, 64) + unit.suffix
		}
	}
	return strconv.FormatFloat(v, 'g', 3, 64)
}
