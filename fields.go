package nfstream

import (
	"slices"
	"sort"
	"strings"
)

// selectColumns returns the columns of a row in order, those of plug-ins last.
func selectColumns(c Config, plugins []*Column) ([]*Column, error) {
	fields := c.Fields
	if len(fields) == 0 {
		fields = []string{groupDefault}
	}
	known := groups(c)
	s := selection{seen: map[string]bool{}}
	for _, name := range fields {
		if !s.addGroup(name, known, c) && !s.addNamed(name, known, plugins) {
			return nil, unknownField(name, c, known, plugins)
		}
	}
	if s.plugins {
		for _, col := range plugins {
			s.add(col)
		}
	}
	if len(s.cols) == 0 {
		return nil, refuse("Fields", "give no column: no plug-in has one")
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

func (s *selection) addGroup(name string, known []group, c Config) bool {
	switch name {
	case groupAll:
		s.plugins = true
		for _, g := range known {
			s.addAll(g.name, g.cols)
		}
		return true
	case groupNF6:
		s.plugins = true
		s.addAll(groupNF6, nfstream6Columns(c))
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

func unknownField(name string, c Config, known []group, plugins []*Column) error {
	if !c.Statistics && slices.ContainsFunc(statisticsColumns(), func(c Column) bool { return c.Name == name }) {
		return refuse("Fields", "names %s, which needs Statistics", name)
	}
	names := []string{groupAll, groupNF6, groupPlugin}
	for _, g := range known {
		names = append(names, g.name)
	}
	if hint := fieldHint(name, names, c, plugins); hint != "" {
		return refuse("Fields", "names %q: %s", name, hint)
	}
	//lint:ignore S1032 sort.Strings would link another sort, for texts alone
	sort.Sort(sort.StringSlice(names))
	return refuse("Fields", "names %q: want a column, or a group of %s", name, strings.Join(names, ", "))
}

// builtinNames returns the names that a plug-in's column must not have: those of columns and of their groups.
func builtinNames() map[string]bool {
	c := Config{Statistics: true, SPLT: 1}
	names := map[string]bool{groupAll: true, groupNF6: true, groupPlugin: true}
	for _, g := range append(groups(c), group{groupNF6, nfstream6Columns(c)}) {
		names[g.name] = true
		for _, col := range g.cols {
			names[col.Name] = true
		}
	}
	return names
}
