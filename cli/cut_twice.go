//go:build !tiny

package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/internal/pcapng"
	"github.com/nfstream/nfstream-go/internal/where"
)

// cutColumn is the column in which a flow carries what cut has to know of it.
const cutColumn = "cut"

// runTwice finds the flows that match, and then writes their packets. Both times flows get the same ids, as a flow's is the
// rank of its first packet.
func (p *cutParameters) runTwice() error {
	ctx, stop := interruptible(nil)
	defer stop()
	s, err := p.open(p.config)
	if err != nil {
		return err
	}
	defer s.Close()
	found := matching{expr: p.expr}
	if err = p.expr.Bind(s.Columns()); err != nil {
		return fmt.Errorf("--where: %w", err)
	}
	if err = s.Run(ctx, &found); err != nil {
		return failure{err}
	}
	p.matched = found.count
	return p.writeMatching(ctx, found.labels, s.Stats())
}

// matching is a sink that keeps which flows match.
type matching struct {
	expr   *where.Expr
	labels map[uint64]string // by id, the text that their first packets get
	count  uint64
}

func (m *matching) Write(f *nfstream.Flow) error {
	if !m.expr.Match(f) {
		return nil
	}
	if m.labels == nil {
		m.labels = map[uint64]string{}
	}
	m.count++
	m.labels[f.ID()] = f.Application()
	return nil
}

func (m *matching) Flush() error { return nil }

// comment is what the first packet of a flow says.
func comment(id uint64, application string) string {
	return "flow " + strconv.FormatUint(id, 10) + ": " + application
}

// writeMatching reads the captures again, unless no flow matches.
func (p *cutParameters) writeMatching(ctx context.Context, labels map[uint64]string, read nfstream.Stats) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	w := &cutter{p: p, labels: labels, fail: cancel}
	c := p.config
	if c.Workers, c.Fields = 1, []string{"id"}; len(c.Plugins) == 0 { // plug-ins may end flows by what they see
		c.Dissect, c.Statistics, c.SPLT, c.Rules, c.TorConsensus = nfstream.Off, false, 0, nil, nil
	}
	c.Plugins = append(c.Plugins, w)
	s, err := p.open(c)
	if err != nil {
		return err
	}
	defer s.Close()
	out, err := p.output()
	if err != nil {
		return err
	}
	w.out = pcapng.NewWriter(out, "nfstream "+version())
	if p.matched > 0 {
		err = s.Run(ctx, w)
	}
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, errInterrupted) {
		err = cause // of the writer
	}
	if e := w.out.Flush(); err == nil {
		err = e
	}
	if e := out.Close(); err == nil {
		err = e
	}
	if err == nil && p.marked != p.matched {
		err = fmt.Errorf("%d flows match, and %d of them were found again: the captures have changed meanwhile", p.matched, p.marked)
	}
	if err != nil {
		return failure{err}
	}
	p.report(read, 0)
	return nil
}

// cutter is a plug-in that writes the packets of some flows, and a sink that holds it to their ids.
type cutter struct {
	p      *cutParameters
	labels map[uint64]string
	out    *pcapng.Writer
	fail   context.CancelCauseFunc
	next   uint64             // id of the next flow
	mark   nfstream.IntColumn // of a flow whose packets are written, one more than its id
}

func (c *cutter) Columns() []nfstream.Column {
	return []nfstream.Column{{Name: cutColumn, Type: nfstream.Int, Volatile: true}}
}

func (c *cutter) Open(s *nfstream.Schema) (nfstream.Hooks, error) {
	c.mark = s.Int(cutColumn)
	return nfstream.Hooks{Init: c.begin, Update: c.update}, nil
}

func (c *cutter) begin(packet *nfstream.Packet, f *nfstream.Flow) {
	id := c.next
	c.next++
	label, ok := c.labels[id]
	if !ok {
		return
	}
	c.mark.Set(f, int64(id)+1)
	c.p.marked++
	c.put(packet, comment(id, label))
}

func (c *cutter) update(packet *nfstream.Packet, f *nfstream.Flow) {
	if c.mark.Get(f) != 0 {
		c.put(packet, "")
	}
}

func (c *cutter) put(packet *nfstream.Packet, comment string) {
	c.p.packets++
	if err := c.out.Write(&pcapng.Packet{Data: packet.Data, Time: packet.Time, Length: packet.WireLength, Link: packet.Link,
		Comment: comment}); err != nil {
		c.fail(err)
	}
}

// Write holds a flow's id to what it was taken for.
func (c *cutter) Write(f *nfstream.Flow) error {
	if mark := c.mark.Get(f); mark != 0 && uint64(mark) != f.ID()+1 {
		return fmt.Errorf("flow %d was taken for flow %d: the captures have changed meanwhile", f.ID(), mark-1)
	}
	return nil
}

func (c *cutter) Flush() error { return nil }

// report says what was written, and how many packets the buffer had no room for.
func (p *cutParameters) report(read nfstream.Stats, unkept uint64) {
	if p.quiet {
		return
	}
	text := fmt.Sprintf("%s of %s, %s of %s", count(p.matched, "flow"), count(read.Exported(), "flow"),
		count(p.packets, "packet"), count(read.Capture.Received, "packet"))
	if unkept > 0 {
		text += "; " + count(unkept, "packet") + " not kept for want of --buffer"
	}
	fmt.Fprintln(p.stderr, text)
}
