// Package count is a plug-in that counts the packets of a flow that match an expression of pcap-filter(7). Pass
// New(name, expression) in nfstream.Config.Plugins; the count is a column of that name.
//
// The expression sees the same bytes as a capture filter: the captured part of the whole frame, from the link-layer
// header on. For a packet in a tunnel it sees the outermost headers, while the flow is that of the innermost ones:
// ip[2:2] is the length of the outer IP packet. Primitives such as vlan, mpls, geneve and vxlan move to inner
// headers; see package capture/filter.
package count

import (
	"errors"
	"fmt"
	"sync"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/capture/filter"
	"github.com/nfstream/nfstream-go/packet"
)

// Untested is the value of a flow with an unknown count: the expression cannot be compiled for the link type of one
// of its packets, for example an Ethernet address for raw IP.
const Untested = -1

// New returns a plug-in with one integer column: the number of the flow's packets that match the expression. The name
// has ASCII letters, digits and underscores, and does not begin with a digit. If Check returns an error for them,
// opening the stream returns that error.
//
// If the expression cannot be compiled for the link type of a frame, the flow's value is Untested. The run continues
// and returns an error that wraps filter.ErrLink at its end.
func New(name, expression string) nfstream.Plugin {
	return &counter{name: name, expression: expression}
}

// Check returns an error that wraps nfstream.ErrConfig if the name or the expression is invalid.
func Check(name, expression string) error {
	_, err := compile(name, expression)
	return err
}

func compile(name, expression string) (*filter.Set, error) {
	if !isName(name) {
		return nil, fmt.Errorf("%w: the name of a count is %q: want letters, digits and underscores, not beginning with a digit",
			nfstream.ErrConfig, name)
	}
	set, err := filter.NewSet(expression)
	if err == nil {
		// Errors other than ErrLink hold for all link types.
		if _, err = set.For(packet.LinkEthernet); errors.Is(err, filter.ErrLink) {
			err = nil
		}
	}
	if err != nil {
		return nil, fmt.Errorf("%w: count %s: %w", nfstream.ErrConfig, name, err)
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

// counter is the plug-in. It can serve several streams concurrently.
type counter struct {
	name, expression string

	mu       sync.Mutex
	reported *nfstream.Schema // the last stream that returned an error
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

// report returns the error of one shard of a stream, and nil for the other shards, which have the same error.
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
	program *filter.Program // for the last packet's link type; nil before the first packet, or if it cannot be compiled
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
