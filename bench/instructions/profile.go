package main

import (
	"cmp"
	"debug/elf"
	"fmt"
	"slices"
	"strings"
)

// functions lists those of a program that take most, with their instructions a packet. What was inlined counts to the
// function that it was inlined into.
func (c counts) functions(program string, most int, packets float64) (string, error) {
	f, err := elf.Open(program)
	if err != nil {
		return "", fmt.Errorf("read the symbols: %w", err)
	}
	defer f.Close()
	symbols, err := f.Symbols()
	if err != nil {
		return "", fmt.Errorf("read the symbols: %w", err)
	}
	symbols = slices.DeleteFunc(symbols, func(s elf.Symbol) bool { return elf.ST_TYPE(s.Info) != elf.STT_FUNC })
	slices.SortFunc(symbols, func(a, b elf.Symbol) int { return cmp.Compare(a.Value, b.Value) })
	taken := map[string]uint64{}
	for at, n := range c.blocks {
		taken[nameAt(symbols, at)] += n
	}
	return list(taken, most, packets), nil
}

func nameAt(symbols []elf.Symbol, at uint64) string {
	i, found := slices.BinarySearchFunc(symbols, at, func(s elf.Symbol, at uint64) int { return cmp.Compare(s.Value, at) })
	if !found {
		i--
	}
	if i < 0 {
		return "?"
	}
	return symbols[i].Name
}

func list(taken map[string]uint64, most int, packets float64) string {
	var names []string
	for name := range taken {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(taken[b], taken[a]), strings.Compare(a, b))
	})
	var out strings.Builder
	for _, name := range names[:min(most, len(names))] {
		fmt.Fprintf(&out, "%8.1f  %s\n", float64(taken[name])/packets, name)
	}
	return out.String()
}
