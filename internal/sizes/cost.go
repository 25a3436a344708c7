package main

import (
	"cmp"
	"debug/elf"
	"slices"
	"strings"
)

// cost is the size of a package in a program, in bytes.
type cost struct {
	name   string
	code   uint64
	data   uint64  // in the file: type tables and initialised variables
	tables float64 // share of the table of functions and lines
	funcs  int
}

func (c *cost) total() uint64 { return c.code + c.data + uint64(c.tables) }

// perFunction is the fixed cost of a function in the table of functions, in bytes of code.
const perFunction = 400

// costsOf returns the packages of a program with symbols, the largest first.
func costsOf(path string) ([]cost, error) {
	f, err := elf.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	symbols, err := f.Symbols()
	if err != nil {
		return nil, err
	}
	all := map[string]*cost{}
	for _, s := range symbols {
		if int(s.Section) < len(f.Sections) && f.Sections[s.Section].Type != elf.SHT_NOBITS {
			add(all, s, f.Sections[s.Section].Flags&elf.SHF_EXECINSTR != 0)
		}
	}
	if table := f.Section(".gopclntab"); table != nil {
		share(all, float64(table.Size))
	}
	list := make([]cost, 0, len(all))
	for _, c := range all {
		list = append(list, *c)
	}
	slices.SortFunc(list, func(a, b cost) int {
		return cmp.Or(cmp.Compare(b.total(), a.total()), strings.Compare(a.name, b.name))
	})
	return list, nil
}

func add(all map[string]*cost, s elf.Symbol, code bool) {
	name := packageOf(s.Name)
	c := all[name]
	if c == nil {
		c = &cost{name: name}
		all[name] = c
	}
	if code {
		c.code += s.Size
		c.funcs++
	} else {
		c.data += s.Size
	}
}

// share distributes the bytes of the table of functions to packages.
func share(all map[string]*cost, size float64) {
	weights := 0.0
	for _, c := range all {
		c.tables = float64(c.code) + perFunction*float64(c.funcs)
		weights += c.tables
	}
	for _, c := range all {
		c.tables *= size / max(weights, 1)
	}
}

// Names of parts that belong to no package.
const (
	types  = "(types)"
	texts  = "(strings)"
	tables = "(stack maps and inlined calls)"
	others = "(others)"
)

// packageOf returns the package of a linker symbol. An instantiated generic function belongs to the package of the
// generic function.
func packageOf(symbol string) string {
	for prefix, name := range map[string]string{"go:string.": texts, "type:.namedata": types, "type:.importpath": types,
		"go:func.": tables, "runtime.gcbits": types, "gclocals": tables, "go:itab.": types} {
		if strings.HasPrefix(symbol, prefix) {
			return name
		}
	}
	symbol = strings.TrimPrefix(symbol, "type:.eq.")
	symbol = strings.TrimPrefix(symbol, "type:.hash.")
	if strings.HasPrefix(symbol, "type:") {
		return types
	}
	symbol, _, _ = strings.Cut(strings.TrimLeft(symbol, "*"), "[")
	slash := strings.LastIndexByte(symbol, '/') + 1
	dot := strings.IndexByte(symbol[slash:], '.')
	if dot <= 0 {
		return others
	}
	return strings.ReplaceAll(symbol[:slash+dot], "%2e", ".")
}
