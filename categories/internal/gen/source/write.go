package source

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

func writeConstants(b *bytes.Buffer, protocols []Protocol, blocks []Block, categories []Category) {
	b.WriteString("\n// The protocols and applications.\nconst (\n")
	own := slices.IndexFunc(protocols, func(p Protocol) bool { return p.ID >= FirstOwn })
	if own < 0 {
		own = len(protocols)
	}
	for _, p := range protocols[:own] {
		fmt.Fprintf(b, "%s ID = %d\n", p.Constant, p.ID)
	}
	b.WriteString(")\n")
	writeInBlocks(b, protocols[own:], blocks, func(p Protocol) { fmt.Fprintf(b, "const %s ID = %d\n", p.Constant, p.ID) })
	b.WriteString("\n// The categories.\nconst (\n")
	for _, c := range categories {
		fmt.Fprintf(b, "Category%s Category = %d\n", c.Constant, c.ID)
	}
	b.WriteString(")\n")
}

func writeRows(b *bytes.Buffer, protocols []Protocol, blocks []Block, categories []Category) {
	reference := 0
	for reference < len(protocols) && protocols[reference].ID < FirstOwn {
		reference++
	}
	fmt.Fprintf(b, "\nconst referenceRows = %d\n", reference)
	writeProtocolRows(b, protocols, blocks)
	writeByName(b, protocols)
	writeCategoryNames(b, categories)
}

// writeProtocolRows writes a line for each protocol.
func writeProtocolRows(b *bytes.Buffer, protocols []Protocol, blocks []Block) {
	b.WriteString("\nvar rows = [...]row{\n")
	writeInBlocks(b, protocols, blocks, func(p Protocol) {
		fmt.Fprintf(b, "{%s, %q, Category%s, Breed%s, %s},\n", p.Constant, p.Name, p.Category, p.Breed, flags(p))
	})
	b.WriteString("}\n")
}

func flags(p Protocol) string {
	var set []string
	if p.TCP {
		set = append(set, "onTCP")
	}
	if p.UDP {
		set = append(set, "onUDP")
	}
	if p.Network {
		set = append(set, "isNetwork")
	}
	if p.Hosting {
		set = append(set, "isHosting")
	}
	if set == nil {
		return "0"
	}
	return strings.Join(set, " | ")
}

func writeByName(b *bytes.Buffer, protocols []Protocol) {
	sorted := slices.Clone(protocols)
	slices.SortFunc(sorted, func(p, q Protocol) int {
		return strings.Compare(strings.ToLower(p.Name), strings.ToLower(q.Name))
	})
	b.WriteString("\nvar byName = [...]ID{\n")
	for _, p := range sorted {
		fmt.Fprintf(b, "%s,\n", p.Constant)
	}
	b.WriteString("}\n")
}

// writeCategoryNames writes the offset of each category's name. Unused ids have the end of the last name.
func writeCategoryNames(b *bytes.Buffer, categories []Category) {
	var names strings.Builder
	starts := []int{}
	for _, c := range categories {
		for len(starts) < c.ID {
			starts = append(starts, names.Len())
		}
		starts = append(starts, names.Len())
		names.WriteString(c.Name)
	}
	writeNumbers(b, "categoryStarts", "uint16", append(starts, names.Len()))
	writeText(b, "categoryNames", names.String())
}

// writeSigns writes signs sorted by their texts.
func writeSigns(b *bytes.Buffer, name string, signs []Sign) {
	fmt.Fprintf(b, "\nvar %s = [...]sign{\n", name)
	sorted := slices.SortedFunc(slices.Values(signs), func(s, t Sign) int { return strings.Compare(s.Text, t.Text) })
	for _, s := range sorted {
		fmt.Fprintf(b, "{%q, %d, %s},\n", s.Text, s.ID, categoryConstant(s.Category))
	}
	b.WriteString("}\n")
}

// perLine is the number of numbers on a line, textWidth the number of bytes of a text.
const perLine, textWidth = 16, 100

func writeNumbers(b *bytes.Buffer, name, of string, values []int) {
	fmt.Fprintf(b, "\nvar %s = [...]%s{", name, of)
	for line := range slices.Chunk(values, perLine) {
		b.WriteString("\n")
		for _, v := range line {
			fmt.Fprintf(b, "%d, ", v)
		}
	}
	b.WriteString("\n}\n")
}

func writeText(b *bytes.Buffer, name, text string) {
	fmt.Fprintf(b, "\nconst %s = \"\"", name)
	for part := range slices.Chunk([]byte(text), textWidth) {
		fmt.Fprintf(b, " +\n%q", part)
	}
	b.WriteString("\n")
}
