package top

import (
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/nfstream/nfstream-go/internal/cells"
	"github.com/nfstream/nfstream-go/packet"
)

// Style is the style of a line.
type Style uint8

// The styles of lines.
const (
	Plain Style = iota
	Title
	Head
	Alert
)

// Line is a line of a page.
type Line struct {
	Text  string // no wider than the page, without trailing spaces
	Style Style
}

// Page configures the display of a model. A page has at most Height lines. Without Keys, the last line, which shows
// the keys, is missing.
type Page struct {
	Width, Height int
	Keys          bool
	ASCII         bool           // only ASCII characters
	Zone          *time.Location // of times of the day
}

// The minimum size of a page. On smaller terminals it is cut.
const (
	leastWidth  = 40
	leastHeight = 10
)

// Lines returns the lines of a page. It limits View.Offset to the number of flows.
func (p Page) Lines(m *Model, v *View) []Line {
	full := Page{max(p.Width, leastWidth), max(p.Height, leastHeight), p.Keys, p.ASCII, p.Zone}
	d := drawing{Page: full, m: m}
	d.add(Title, d.title(v))
	d.add(Plain, d.throughput())
	d.add(d.losses(m))
	d.applications(v)
	d.flows(m.Rank(v.Order, v.Filter), v)
	for p.Keys && len(d.lines) < full.Height-1 {
		d.add(Plain, "")
	}
	if p.Keys {
		d.add(Title, d.keys(v))
	}
	return d.cut(p)
}

// FlowLines returns the number of flows that fit on a page.
func (p Page) FlowLines() int {
	height := max(p.Height, leastHeight)
	if p.Keys {
		height--
	}
	return max(height-3-2-p.appLines(), 1)
}

func (p Page) appLines() int { return min(max(p.Height/5, 1), 12) }

// drawing is a page under construction.
type drawing struct {
	Page
	m     *Model
	lines []Line
}

func (d *drawing) add(s Style, text string) { d.lines = append(d.lines, Line{text, s}) }

// cut truncates lines to the width, and pads reversed lines.
func (d *drawing) cut(p Page) []Line {
	lines := d.lines[:min(len(d.lines), p.Height)]
	for i := range lines {
		l := &lines[i]
		text := cells.Append(nil, []byte(l.Text), p.Width)
		if l.Text = strings.TrimRight(string(text), " "); p.ASCII {
			l.Text = toASCII(l.Text)
		}
	}
	return lines
}

// toASCII replaces other characters by ASCII ones of the same width.
func toASCII(text string) string {
	var out []byte
	for _, r := range text {
		level := strings.IndexRune(bars, r)
		switch {
		case r < 0x80:
			out = append(out, byte(r))
		case r == '…':
			out = append(out, '~')
		case level >= 0:
			out = append(out, asciiBars[level/len("█")])
		default:
			out = append(out, "??"[:cells.Width([]byte(string(r)))]...)
		}
	}
	return string(out)
}

func (d *drawing) title(v *View) string {
	left := " nfstream top  " + d.source(v) + "  by " + OrderNames[v.Order]
	if v.Filter != "" || v.Editing {
		left += "  filter: " + v.Filter
		if v.Editing {
			left += "_"
		}
	}
	switch {
	case v.Over:
		left += "  [ended]"
	case v.Paused:
		left += "  [paused]"
	}
	zone := d.Zone
	if zone == nil {
		zone = time.Local
	}
	now := "waiting "
	if d.m.Elapsed > 0 {
		now = time.Unix(0, d.m.Now).In(zone).Format("15:04:05 ")
	}
	return d.ends(left, now)
}

// source returns the name of the source without folders, truncated so that the title fits.
func (d *drawing) source(v *View) string {
	return string(cells.Append(nil, []byte(filepath.Base(v.Source)), max(d.Width-66, 8)))
}

// ends returns a line with a left text and a right text, which is not truncated.
func (d *drawing) ends(left, right string) string {
	line := cells.Left(nil, []byte(left), max(d.Width-cells.Width([]byte(right))-1, 0))
	return string(line) + " " + right
}

func (d *drawing) throughput() string {
	m := d.m
	line := cells.Left([]byte(" "), cells.Bits(nil, 8*perSecond(m.Lately.Bytes, m.Elapsed)), 10)
	line = append(cells.Right(line, cells.Count(nil, perSecond(m.Lately.Packets, m.Elapsed)), 5), " packets/s  "...)
	peak := uint64(0)
	room := d.Width - cells.Width(line) - len("  max 99.9 Mb/s")
	rates := m.Rates[max(len(m.Rates)-max(room, 0), 0):]
	for _, rate := range rates {
		peak = max(peak, rate)
	}
	line = cells.Left(line, sparkline(rates, peak), room)
	return string(cells.Bits(append(line, "  max "...), 8*peak))
}

const (
	bars      = "▁▂▃▄▅▆▇█"
	asciiBars = "_.:-=+*#"
)

// sparkline returns a bar of one cell for each rate, a space for 0.
func sparkline(rates []uint64, peak uint64) (line []byte) {
	for _, rate := range rates {
		if rate == 0 {
			line = append(line, ' ')
			continue
		}
		level := int(float64(rate) / float64(peak) * 7.99)
		line = append(line, bars[level*len("█"):(level+1)*len("█")]...)
	}
	return line
}

// losses shows the number of flows, and losses.
func (d *drawing) losses(m *Model) (Style, string) {
	line := cells.Count([]byte(" flows: "), m.Alive())
	line = append(cells.Count(append(line, " alive, "...), m.Stats.Flows), " begun"...)
	if m.Full {
		line = append(cells.Count(append(line, "; ranked: the "...), uint64(len(m.Flows))), " busiest"...)
	}
	style := Plain
	if n := m.Stats.Frames.Ignored(); n > 0 {
		line = append(cells.Count(append(line, "; packets ignored: "...), n), ' ')
		if other := m.Stats.Frames[packet.NotIP]; other == n {
			line = append(line, "(not IP)"...)
		}
	}
	if n := lost(&m.Stats); n > 0 {
		line = cells.Count(append(line, "; packets LOST: "...), n)
		line = append(cells.Count(append(line, ", lately "...), m.Lost), ' ')
		style = Alert
	}
	return style, string(line)
}

// applications shows the applications with most recent bytes and their shares, or shares of all bytes if there are no
// recent ones.
func (d *drawing) applications(v *View) {
	rows := d.appLines()
	d.add(Head, d.heads(
		[]string{" APPLICATION", d.lately(), "IN ALL", "SHARE"}, []int{-21, latelyWidth, 8, 6}))
	for i, a := range d.m.RankApps() {
		if i == rows {
			break
		}
		part, whole := a.Lately.Bytes, d.m.Lately.Bytes
		if whole == 0 {
			part, whole = a.All.Bytes, d.allBytes()
		}
		line := cells.Left([]byte(" "), []byte(a.ID.Name()), 20)
		line = append(cells.Right(append(line, ' '), cells.Bytes(nil, a.Lately.Bytes), latelyWidth-1), ' ')
		line = append(cells.Right(line, cells.Bytes(nil, a.All.Bytes), 7), ' ')
		share := float64(part) / float64(max(whole, 1))
		line = append(cells.Right(line, strconv.AppendInt(nil, int64(share*100), 10), 4), "% "...)
		room := min(d.Width-len(line)-1, 50)
		d.add(Plain, string(line)+strings.Repeat("█", max(int(share*float64(room)+0.5), 0)))
	}
	for len(d.lines) < 3+1+rows {
		d.add(Plain, "")
	}
}

func (d *drawing) allBytes() (sum uint64) {
	for i := range d.m.Apps {
		sum += d.m.Apps[i].All.Bytes
	}
	return sum
}

const latelyWidth = 10

// lately is the heading of values of the last interval.
func (d *drawing) lately() string {
	seconds := strconv.FormatFloat(d.m.Elapsed.Round(time.Second/10).Seconds(), 'f', -1, 64)
	if head := "LAST " + seconds + "s"; d.m.Elapsed > 0 && len(head) < latelyWidth {
		return head
	}
	return "LAST"
}

// heads returns a line of texts in cells. A negative width means left-aligned.
func (d *drawing) heads(texts []string, widths []int) string {
	var line []byte
	for i, text := range texts {
		if widths[i] < 0 {
			line = append(cells.Left(line, []byte(text), -widths[i]-1), ' ')
		} else {
			line = cells.Right(line, []byte(text), widths[i])
		}
	}
	return string(line)
}

func (d *drawing) keys(v *View) string {
	switch {
	case v.Editing:
		return " type a text to filter flows   Enter apply   Esc show all"
	case d.Width < 80:
		return " sort: r b p a n   / filter   space pause   q quit"
	}
	return " r rate  b bytes  p packets  a age  n application  / filter  space pause  q quit"
}
