package top

import (
	"time"

	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/cells"
)

// field is a column of the list of flows.
type field struct {
	head  string
	width int // cells; left-aligned if negative
	show  func(dst []byte, f *Flow, d *drawing, width int) []byte
}

// flows shows the flows that fit.
func (d *drawing) flows(ranked []*Flow, v *View) {
	fields := d.fields()
	heads, widths := make([]string, len(fields)), make([]int, len(fields))
	for i, f := range fields {
		heads[i], widths[i] = f.head, f.width
	}
	d.add(Head, d.heads(heads, widths))
	room := d.FlowLines()
	v.Offset = max(min(v.Offset, len(ranked)-room), 0)
	for _, f := range ranked[v.Offset:min(v.Offset+room, len(ranked))] {
		var line, text []byte
		for _, c := range fields {
			if c.width < 0 {
				text = c.show(text[:0], f, d, -c.width-1)
				line = cells.Left(line, text, -c.width)
			} else {
				text = c.show(text[:0], f, d, c.width-1)
				line = cells.Right(line, text, c.width)
			}
		}
		d.add(Plain, string(line))
	}
	if len(ranked) == 0 {
		d.add(Plain, " "+none(v))
	}
}

func none(v *View) string {
	if v.Filter != "" {
		return "no flow contains " + v.Filter
	}
	return "no flows"
}

// fields returns the columns that fit: more columns on wider pages, with addresses and names in the remaining width.
func (d *drawing) fields() []field {
	ends := []field{{head: "SOURCE", show: source}, {head: "DESTINATION", show: destination}}
	app := field{"APPLICATION", -13, application}
	last := []field{{d.lately(), latelyWidth, lately}, {"IN ALL", 8, inAll}}
	used := 13 + latelyWidth + 8
	if d.Width >= 72 {
		last = append(last, field{"AGE", 7, age})
		used += 7
	} else {
		app.width = -10
		used -= 3
	}
	if d.Width >= 100 {
		last = append([]field{{"PKTS", 6, packets}}, last...)
		ends = append(ends, field{"PROTO", -6, protocol})
		used += 12
	}
	if d.Width >= 110 {
		last = append(last, field{"RATE", 10, rate})
		used += 10
	}
	left := d.Width - used - 1
	if d.Width >= 130 {
		app.width = -20
		left -= 7
		name := min(max(left-2*23, 16), 16+left/3)
		left -= name
		last = append(last, field{"  SERVER NAME", -name, serverName})
	}
	ends[0].width, ends[1].width = -min((left+1)/2, 49), -min(left/2, 49)
	ends[0].head = " SOURCE"
	ends[0].width--
	return append(append(ends, app), last...)
}

func source(dst []byte, f *Flow, _ *drawing, width int) []byte {
	return f.appendEnd(append(dst, ' '), flow.SrcToDst, width-1)
}

func destination(dst []byte, f *Flow, _ *drawing, width int) []byte {
	return f.appendEnd(dst, flow.DstToSrc, width)
}

func (f *Flow) appendEnd(dst []byte, which, width int) []byte {
	var address [64]byte
	var number [8]byte
	a, p := f.end(which)
	return cells.Endpoint(dst, a.AppendTo(address[:0]), p.appendTo(number[:0]), width)
}

func protocol(dst []byte, f *Flow, _ *drawing, _ int) []byte { return cells.Protocol(dst, f.Key.Proto) }

func application(dst []byte, f *Flow, _ *drawing, width int) []byte {
	if f.App == 0 {
		return f.appendUnknown(dst)
	}
	name := f.appendApplication(nil)
	if cells.Width(name) > width {
		name = []byte(f.App.Name()) // without the master protocol
	}
	return cells.Append(dst, name, width)
}

// appendUnknown shows the IP protocol of a flow without a known application.
func (f *Flow) appendUnknown(dst []byte) []byte {
	if dst = cells.Protocol(dst, f.Key.Proto); f.Key.Proto == 6 || f.Key.Proto == 17 {
		dst = append(dst, " ?"...)
	}
	return dst
}

func packets(dst []byte, f *Flow, _ *drawing, _ int) []byte { return cells.Count(dst, f.Packets) }
func inAll(dst []byte, f *Flow, _ *drawing, _ int) []byte   { return cells.Bytes(dst, f.Bytes) }
func lately(dst []byte, f *Flow, _ *drawing, _ int) []byte  { return cells.Bytes(dst, f.Lately.Bytes) }

func rate(dst []byte, f *Flow, d *drawing, _ int) []byte {
	return cells.Bits(dst, 8*perSecond(f.Lately.Bytes, d.m.Elapsed))
}

func age(dst []byte, f *Flow, d *drawing, _ int) []byte {
	return cells.Duration(dst, max(time.Duration(d.m.Now-f.First), 0))
}

func serverName(dst []byte, f *Flow, _ *drawing, width int) []byte {
	return cells.Append(append(dst, "  "...), []byte(f.Name), width-2)
}
