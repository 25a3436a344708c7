package column

import (
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/nfstream/nfstream-go/flow"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// PluginGroup is the group of the columns of plug-ins.
const PluginGroup = "plugins"

// Options say which columns there are, and how they show their values.
type Options struct {
	Statistics bool                // with packet sizes, inter-arrival times and TCP flags
	SPLT       bool                // of nfstream6, with lists of the first packets
	Dissect    bool                // of nfstream6, with labels
	Accounting flow.AccountingMode // which bytes nfstream6 counts
	TimeFormat TimeFormat
	Protocols  []*metadata.Column // what protocols declare, in the order of rows; the columns keep it
	// System finds the autonomous system of a flow; nil where none is known.
	System func(*flow.Flow) (number uint32, name string)
	// Named finds what the user's rules call a TCP or a JA4 fingerprint, empty for none; nil without rules.
	Named func(print []byte) string
}

// Select returns the columns of a row in order: those that fields name, alone or by their group, each once, and those of
// plug-ins last. No fields stand for the group "default". The error says which name makes no sense.
func Select(fields []string, plugins []*Column, o Options) ([]*Column, error) {
	if len(fields) == 0 {
		fields = []string{groupDefault}
	}
	known := groups(&o)
	s := selection{seen: map[string]bool{}}
	for _, name := range fields {
		if !s.addGroup(name, known, &o) && !s.addNamed(name, known, plugins) {
			return nil, unknownField(name, &o, known, plugins)
		}
	}
	if s.plugins {
		for _, c := range plugins {
			s.add(c)
		}
	}
	if len(s.cols) == 0 {
		return nil, errors.New("give no column: no plug-in has one")
	}
	for _, c := range s.cols {
		o.TimeFormat.showSeen(c)
	}
	return s.cols, nil
}

// selection gathers columns, each once.
type selection struct {
	cols    []*Column
	seen    map[string]bool
	plugins bool // append the plug-ins' columns
}

func (s *selection) add(c *Column) {
	if !s.seen[c.Name] {
		s.seen[c.Name] = true
		s.cols = append(s.cols, c)
	}
}

func (s *selection) addAll(group string, cols []Column) {
	for i := range cols {
		cols[i].Group = group
		s.add(&cols[i])
	}
}

func (s *selection) addGroup(name string, known []group, o *Options) bool {
	switch name {
	case groupAll:
		s.plugins = true
		for _, g := range known {
			s.addAll(g.name, g.cols)
		}
		return true
	case groupNF6:
		s.plugins = true
		s.addAll(groupNF6, nfstream6Columns(o))
		return true
	case groupPlugin:
		s.plugins = true
		return true
	}
	for _, g := range known {
		if g.name == name {
			s.plugins = s.plugins || name == groupDefault
			s.addAll(g.name, g.cols)
			return true
		}
	}
	return false
}

func (s *selection) addNamed(name string, known []group, plugins []*Column) bool {
	for _, g := range known {
		for i := range g.cols {
			if g.cols[i].Name == name {
				g.cols[i].Group = g.name
				s.add(&g.cols[i])
				return true
			}
		}
	}
	i := slices.IndexFunc(plugins, func(c *Column) bool { return c.Name == name })
	if i >= 0 {
		s.add(plugins[i])
	}
	return i >= 0
}

func unknownField(name string, o *Options, known []group, plugins []*Column) error {
	if !o.Statistics && slices.ContainsFunc(statisticsColumns(), func(c Column) bool { return c.Name == name }) {
		return fmt.Errorf("names %s, which needs Statistics", name)
	}
	names := []string{groupAll, groupNF6, groupPlugin}
	for _, g := range known {
		names = append(names, g.name)
	}
	if hint := fieldHint(name, names, *o, plugins); hint != "" {
		return fmt.Errorf("names %q: %s", name, hint)
	}
	//lint:ignore S1032 sort.Strings would link another sort, for texts alone
	sort.Sort(sort.StringSlice(names))
	return fmt.Errorf("names %q: want a column, or a group of %s", name, strings.Join(names, ", "))
}

// Reserved returns the names that a plug-in's column must not have: those of columns, of what protocols declare too, and of their groups.
func Reserved(protocols []*metadata.Column) map[string]bool {
	o := &Options{Statistics: true, SPLT: true, Dissect: true, Protocols: protocols}
	names := map[string]bool{groupAll: true, groupNF6: true, groupPlugin: true}
	for _, g := range append(groups(o), group{groupNF6, nfstream6Columns(o)}) {
		names[g.name] = true
		for _, c := range g.cols {
			names[c.Name] = true
		}
	}
	return names
}

// Needs are the parts of a flow's record that some columns read and that are kept only if asked for.
type Needs struct{ SYN, Gaps, CutIntervals, Risks, Content, First, RTP, Answers bool }

// NeedsOf returns what columns need.
func NeedsOf(columns []*Column) (n Needs) {
	for _, c := range columns {
		switch c.Name {
		case columnTCPFingerprint, columnOSHint, columnNDPI:
			n.SYN = true
		case columnMissed, columnOutOfOrder:
			n.Gaps = true
		case columnCutPiat:
			n.CutIntervals = true
		case "dns_response_addresses", "dns_response_names", "dns_response_ttls", "dns_ptr":
			n.Answers = true
		}
		n.Content = n.Content || c.Group == groupContent
		n.Risks = n.Risks || c.Group == groupRisks
		n.First = n.First || c.Group == groupFirst
		n.RTP = n.RTP || c.Group == groupRTP
	}
	return n
}
