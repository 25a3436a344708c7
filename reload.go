package nfstream

import (
	"bytes"
	"slices"

	"github.com/nfstream/nfstream-go/categories/rules"
	"github.com/nfstream/nfstream-go/column"
	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/internal/meter"
	"github.com/nfstream/nfstream-go/l7/metadata"
	"github.com/nfstream/nfstream-go/table"
)

// Selection says which columns a sink has and how they show their values, where the sinks of a run differ. Its fields mean
// what those of Config with the same names mean.
type Selection struct {
	Fields     []string
	TimeFormat TimeFormat
	Null       string
}

// ColumnsOf returns the columns of one of several sinks. Config.Fields names the columns of all sinks together, since only
// what these need is kept of a flow: another column is an error. Order, TimeFormat and Null may differ. What
// Config.Anonymize replaces is replaced here too. The columns may be used by another goroutine than those of other sinks.
func (s *Streamer) ColumnsOf(sel Selection) ([]*Column, error) {
	return s.inForce.Load().columnsOf(sel)
}

func (s *setup) columnsOf(sel Selection) ([]*Column, error) {
	c := Config{TimeFormat: sel.TimeFormat, Null: sel.Null}
	if err := c.checkRows(); err != nil {
		return nil, err
	}
	columns, err := s.choose(sel.Fields, sel.TimeFormat)
	if err != nil {
		return nil, err
	}
	for _, c := range columns {
		if !slices.ContainsFunc(s.columns, func(all *Column) bool { return all.Name == c.Name }) {
			return nil, refuse("Fields", "of a sink name %s, which those of the run do not", c.Name)
		}
	}
	s.replaceIn(columns)
	if sel.Null != "" {
		column.ShowNull(columns, sel.Null)
	}
	return columns, nil
}

// Settings are new settings of a stream that have been checked and are not in force yet.
type Settings struct {
	stream *Streamer
	setup  *setup
	update meter.Update
	set    *rules.Set
	kept   []string
}

// Prepare checks new settings for a stream, which may be running. It reads the files that they name and changes nothing;
// Settings.Apply puts them in force. Plugins and RuleSet are ignored: those of the stream stay. What else a stream cannot
// change keeps its value, see Settings.Kept.
func (s *Streamer) Prepare(cfg Config) (*Settings, error) {
	now := s.inForce.Load()
	cfg.Plugins, cfg.RuleSet = now.cfg.Plugins, now.cfg.RuleSet
	c, err := cfg.normal()
	if err != nil {
		return nil, err
	}
	n := &Settings{stream: s, kept: c.keep(&now.cfg)}
	n.setup = &setup{cfg: c, plugins: s.plugins, rules: s.rules}
	if bytes.Equal(c.AnonymizeKey, now.cfg.AnonymizeKey) {
		n.setup.pseudonyms = now.pseudonyms
	}
	if err = n.setup.selectColumns(); err != nil {
		return nil, err
	}
	if n.set, err = n.setup.openRules(); err != nil {
		return nil, err
	}
	protocols, err := n.setup.compileProtocols()
	if err != nil {
		return nil, err
	}
	n.setup.lookForRisks(protocols)
	m := n.setup.meterConfig(s.schema.layout, protocols)
	if err = n.setup.divide(&m, &s.input); err != nil {
		return nil, err
	}
	m.Hooks = make([]table.Hooks, c.Workers)
	n.setup.judge(&m)
	n.update = meter.Update{Table: m.Table, Judges: judges(m.Hooks), Decoder: m.Decoder, TableSize: m.TableSize,
		MaxFlows: m.MaxFlows}
	return n, nil
}

func judges(hooks []table.Hooks) (all []func(*flow.Flow, **metadata.Set)) {
	for i := range hooks {
		all = append(all, hooks[i].Judge)
	}
	return all
}

// keep gives the fields that a stream cannot change the values that they have, and returns the names of those that differ.
func (c *Config) keep(now *Config) (names []string) {
	keep := func(name string, differs bool) {
		if differs {
			names = append(names, name)
		}
	}
	keep("Snaplen", c.Snaplen != now.Snaplen)
	keep("Filter", c.Filter != now.Filter)
	keep("RingSize", c.RingSize != now.RingSize)
	keep("CaptureEngine", (c.CaptureEngine == nil) != (now.CaptureEngine == nil))
	keep("BlockTimeout", c.BlockTimeout != now.BlockTimeout)
	keep("NoPromiscuous", c.NoPromiscuous != now.NoPromiscuous)
	keep("HardwareTime", c.HardwareTime != now.HardwareTime)
	keep("Wait", c.Wait != now.Wait)
	keep("Duration", c.Duration != now.Duration)
	keep("Dissect", c.Dissect.on(true) != now.Dissect.on(true))
	keep("Heuristics", c.Heuristics != now.Heuristics)
	keep("IgnoreVLAN", c.IgnoreVLAN != now.IgnoreVLAN)
	keep("IgnoreTunnel", c.IgnoreTunnel != now.IgnoreTunnel)
	keep("Workers", c.Workers != now.Workers)
	keep("MaxFlows", c.MaxFlows != now.MaxFlows)
	keep("Memory", c.Memory != now.Memory)
	c.Snaplen, c.Filter, c.RingSize, c.CaptureEngine = now.Snaplen, now.Filter, now.RingSize, now.CaptureEngine
	c.BlockTimeout, c.NoPromiscuous, c.HardwareTime = now.BlockTimeout, now.NoPromiscuous, now.HardwareTime
	c.Wait, c.Duration, c.Dissect, c.Heuristics = now.Wait, now.Duration, now.Dissect, now.Heuristics
	c.IgnoreVLAN, c.IgnoreTunnel = now.IgnoreVLAN, now.IgnoreTunnel
	c.Workers, c.MaxFlows, c.Memory = now.Workers, now.MaxFlows, now.Memory
	return names
}

// Kept returns the names of the fields of Config that differ and keep their values until a new stream is opened: those of
// sources and rings, workers and memory, and what makes a key of a flow.
func (n *Settings) Kept() []string { return n.kept }

// Columns returns the columns of a row.
func (n *Settings) Columns() []*Column { return n.setup.columns }

// ColumnsOf is Streamer.ColumnsOf with the new settings.
func (n *Settings) ColumnsOf(sel Selection) ([]*Column, error) { return n.setup.columnsOf(sel) }

// Apply puts the settings in force and returns at once. Each worker goes by them from its next batch of packets. No flow
// ends for it: those alive go on, and their timeouts are the new ones. What was not kept of a flow when it began stays
// unknown: such columns show 0, -1 or nothing for it. Which columns rows have is up to the sinks. Prepare and Apply are to be
// called by one goroutine at a time.
func (n *Settings) Apply() {
	s := n.stream
	switch {
	case n.setup.cfg.RuleSet != nil:
		n.set = s.rules.Load() // SetRules may have replaced it
	case n.set == nil && s.rules.Load() != nil:
		n.set = new(rules.Set) // flows may still be classified by those of before
	}
	s.rules.Store(n.set)
	s.inForce.Store(n.setup)
	s.meter.Reconfigure(n.update)
}
