package nfstream

import (
	"errors"
	"fmt"

	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/packet"
	"github.com/nfstream/nfstream-go/table"
)

// Flow is one bidirectional flow; see flow.Flow.
type Flow = flow.Flow

// Packet is one decoded packet, as plug-ins see it.
type Packet = packet.Packet

// A Plugin computes columns of its own, or ends flows on conditions of its own.
type Plugin interface {
	// Columns are those that the plug-in fills. Their names differ from every other column's.
	Columns() []Column
	// Open is called once for each shard when the stream is opened. Its error is that of the opening. What the hooks share
	// belongs to that shard alone, so that they need no lock. The schema gives access to columns, this plug-in's and
	// others'.
	Open(*Schema) (Hooks, error)
}

// Hooks are called for the flows of one shard, by one goroutine at a time. A nil hook is not called. The packet and the
// flow are borrowed until the call returns.
//
// Expire is called once for each flow, before it becomes a row, with the labels and the ID of the row. It may come after
// Init and Update of packets that follow the end of the flow, since packets are processed in batches; for the flows of a
// shard it comes in the order in which they ended.
type Hooks struct {
	Init   func(*Packet, *Flow) // the first packet of a flow, which is counted already; the ID is not known yet
	Update func(*Packet, *Flow) // each further packet; the ID may not be known yet
	Expire func(*Flow)          // the flow has ended
	Close  func() error         // the shard ends
}

// The columns that a plug-in reads and writes, by type. Schema hands them out.
type (
	IntColumn        = flow.IntColumn
	FloatColumn      = flow.FloatColumn
	RefColumn[T any] = flow.RefColumn[T]
)

// Schema knows where each plug-in's columns are kept in a flow. A stream is not opened if a plug-in asks for a column that
// no plug-in declared, or that has another type.
type Schema struct {
	config Config
	layout flow.Layout
	places map[string]place
	err    error
}

type place struct {
	column *Column
	int    flow.IntColumn
	float  flow.FloatColumn
	ref    int
}

// newSchema gives every column of the plug-ins its place.
func newSchema(c Config, taken map[string]bool) (*Schema, []*Column, error) {
	s := &Schema{config: c, places: map[string]place{}}
	var exported []*Column
	for i, p := range c.Plugins {
		if p == nil {
			return nil, nil, refuse("Plugins", "holds nil at %d", i)
		}
		for _, c := range p.Columns() {
			if err := checkColumn(&c, s, taken); err != nil {
				return nil, nil, err
			}
			s.add(&c)
			if !c.Volatile {
				exported = append(exported, &c)
			}
		}
	}
	return s, exported, nil
}

func checkColumn(c *Column, s *Schema, taken map[string]bool) error {
	_, again := s.places[c.Name]
	switch {
	case c.Name == "":
		return refuse("Plugins", "have a column without a name")
	case taken[c.Name] || again:
		return refuse("Plugins", "have a column %s, a name that is taken", c.Name)
	case c.Type > Time:
		return refuse("Plugins", "have a column %s of no known type", c.Name)
	case c.Type == Object && !c.Volatile:
		return refuse("Plugins", "have a column %s of type Object that is not volatile", c.Name)
	}
	return nil
}

// add reserves the column's place and sets how it is read.
func (s *Schema) add(c *Column) {
	at := place{column: c}
	c.Group = column.PluginGroup
	if c.Type == Millis {
		c.Unit = "ms"
	}
	switch c.Type {
	case Int, Millis, Time:
		at.int = s.layout.Int()
		column.BindInt(c, at.int.Get)
	case Float:
		at.float = s.layout.Float()
		column.BindFloat(c, at.float.Get)
	case Text:
		column.BindText(c, flow.Ref[string](&s.layout).Get)
	case IntList:
		column.BindInts(c, flow.Ref[[]int64](&s.layout).Get)
	case FloatList:
		column.BindFloats(c, flow.Ref[[]float64](&s.layout).Get)
	case Object:
		flow.Ref[any](&s.layout)
	}
	at.ref = s.layout.Refs - 1
	s.places[c.Name] = at
}

func (s *Schema) find(name string, types ...Type) place {
	at, ok := s.places[name]
	if !ok {
		s.fail(name, "no plug-in has it")
		return place{}
	}
	for _, t := range types {
		if at.column.Type == t {
			return at
		}
	}
	s.fail(name, "its type is "+at.column.Type.String())
	return place{}
}

func (s *Schema) fail(name, why string) {
	s.err = errors.Join(s.err, fmt.Errorf("column %s: %s", name, why))
}

// Config returns the configuration of the stream with the defaults filled in, for a plug-in that needs Statistics or the
// timeouts.
func (s *Schema) Config() Config { return s.config }

// Int returns the column of that name, of type Int, Millis or Time.
func (s *Schema) Int(name string) IntColumn { return s.find(name, Int, Millis, Time).int }

// Float returns the column of that name, of type Float.
func (s *Schema) Float(name string) FloatColumn { return s.find(name, Float).float }

// Text returns the column of that name, of type Text.
func (s *Schema) Text(name string) RefColumn[string] {
	return flow.RefAt[string](s.find(name, Text).ref)
}

// IntList returns the column of that name, of type IntList.
func (s *Schema) IntList(name string) RefColumn[[]int64] {
	return flow.RefAt[[]int64](s.find(name, IntList).ref)
}

// FloatList returns the column of that name, of type FloatList.
func (s *Schema) FloatList(name string) RefColumn[[]float64] {
	return flow.RefAt[[]float64](s.find(name, FloatList).ref)
}

// ObjectColumn returns the column of that name, of type Object, whose values are of type T.
func ObjectColumn[T any](s *Schema, name string) RefColumn[T] {
	return flow.RefAt[T](s.find(name, Object).ref)
}

// openPlugins opens every plug-in for one shard and returns the Close hooks.
func openPlugins(plugins []Plugin, s *Schema) (table.Hooks, []func() error, error) {
	var h table.Hooks
	var closers []func() error
	for _, p := range plugins {
		hooks, err := p.Open(s)
		if hooks.Close != nil {
			closers = append(closers, hooks.Close)
		}
		if err = errors.Join(err, s.err); err != nil {
			return h, closers, fmt.Errorf("nfstream: plug-in %T: %w", p, err)
		}
		if hooks.Init != nil {
			h.Init = append(h.Init, hooks.Init)
		}
		if hooks.Update != nil {
			h.Update = append(h.Update, hooks.Update)
		}
		if hooks.Expire != nil {
			h.Expire = append(h.Expire, hooks.Expire)
		}
	}
	return h, closers, nil
}
