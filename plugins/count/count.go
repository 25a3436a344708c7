// Package count is a plug-in that counts the packets of a flow that match an expression of pcap-filter(7).
//
// The expression sees what a filter of the capture would: the whole frame, from the header of the capture's link type on,
// as far as it was captured. Of a packet in a tunnel that is the outermost headers, while its flow is that of the innermost
// ones, so that ip[2:2] is the length of the outer IP packet; expressions such as vlan, mpls, geneve or vxlan look further
// in, see package capture/filter.
package count

import (
	"errors"
	"fmt"
	"sync"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture/filter"
	"github.com/nfstream/nfstream-go/packet"
)

// Untested is the value of a flow that has a packet whose link type the expression cannot be compiled for, as an Ethernet
// address of a raw IP packet: how many match is not known.
const Untested = -1

// New returns a plug-in with one column of integers: how many of the flow's packets match the expression. The name is one
// of ASCII letters, digits and underscores that begins with no digit. Where Check finds fault with them, the opening of
// the stream fails with its error.
//
// Where the expression cannot be compiled for the link type of a frame, the flow's value is Untested, and the run, which
// goes on, returns an error that wraps filter.ErrLink at its end.
func New(name, expression string) nfstream.Plugin {
	return &counter{name: name, expression: expression}
}

// Check says what is wrong with a column's name or an expression, by an error that wraps nfstream.ErrConfig.
func Check(name, expression string) error {
	_, err := compile(name, expression)
	return err
}

func compile(name, expression string) (*filter.Set, error) {
	if !isName(name) {
		return nil, fmt.Errorf("%w: the name of a count is %q: want letters, digits and underscores, and no digit first",
			nfstream.ErrConfig, name)
	}
	set, err := filter.NewSet(expression)
	if err == nil {
		// What is wrong but for the link type is wrong for all.
		if _, err = set.For(packet.LinkEthernet); errors.Is(err, filter.ErrLink) {
			err = nil
		}
	}
	if err != nil {
		return nil, fmt.Errorf("%w: the count %s: %w", nfstream.ErrConfig, name, err)
	}
	return set, nil
}

func isName(name string) bool {
	for i := range len(name) {
		c := name[i] | 0x20
		if letter := c >= 'a' && c <= 'z' || name[i] == '_'; !letter && (i == 0 || name[i] < '0' || name[i] > '9') {
			return false
		}
	}
	return name != ""
}

// counter is the plug-in, which serves any number of streams at once.
type counter struct {
	name, expression string

	mu       sync.Mutex
	reported *nfstream.Schema // the last stream of which an error was returned
}

func (c *counter) Columns() []nfstream.Column {
	return []nfstream.Column{{Name: c.name, Type: nfstream.Int, Doc: "packets that match " + c.expression}}
}

func (c *counter) Open(s *nfstream.Schema) (nfstream.Hooks, error) {
	set, err := compile(c.name, c.expression)
	if err != nil {
		return nfstream.Hooks{}, err
	}
	t := &tester{set: set, column: s.Int(c.name)}
	return nfstream.Hooks{Init: t.count, Update: t.count, Close: func() error { return c.report(s, t.err) }}, nil
}

// report returns an error of one of a stream's shards, and nothing for those of the others, which is the same.
func (c *counter) report(s *nfstream.Schema, err error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err == nil || c.reported == s {
		return nil
	}
	c.reported = s
	return fmt.Errorf("count %s: cannot test a frame: %w", c.name, err)
}

// tester is the plug-in of one shard.
type tester struct {
	set     *filter.Set
	column  nfstream.IntColumn
	program *filter.Program // of the last packet's link type; nil before the first, and where there is none
	err     error           // the first one
}

func (t *tester) count(p *nfstream.Packet, f *nfstream.Flow) {
	if t.program == nil || t.program.Link() != p.Link {
		t.load(p.Link)
	}
	switch {
	case t.program == nil:
		t.column.Set(f, Untested)
	case t.program.Match(p.Data, int(p.WireLength)) && t.column.Get(f) != Untested:
		t.column.Add(f, 1)
	}
}

// load compiles the expression for a link type.
func (t *tester) load(link packet.LinkType) {
	var err error
	if t.program, err = t.set.For(link); err != nil && t.err == nil {
		t.err = err
	}
}
