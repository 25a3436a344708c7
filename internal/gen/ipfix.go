package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"strings"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/sink/ipfix"
)

// collectors is docs/ipfix.md but for the tables.
//
//go:embed ipfix.md
var collectors string

// ipfixPage lists the information elements of all columns.
func ipfixPage() ([]byte, error) {
	all, err := columnsOf(nfstream.Config{Statistics: true, Fields: []string{"all"}})
	if err != nil {
		return nil, err
	}
	six, err := columnsOf(nfstream.Config{Statistics: true, SPLT: 1, Fields: []string{"nfstream6"}})
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	var standard, own bytes.Buffer
	for _, c := range append(all, six...) {
		if seen[c.Name] {
			continue
		}
		seen[c.Name] = true
		e := ipfix.ElementOf(c)
		if e.Enterprise == ipfix.PlaceholderEnterprise {
			mark := ""
			if e.Implied {
				mark = "*"
			}
			fmt.Fprintf(&own, "| %d | `%s`%s | %s |\n", e.ID, c.Name, mark, e.Type)
			continue
		}
		id := fmt.Sprint(e.ID)
		if e.Enterprise != 0 {
			id = fmt.Sprintf("%d/%d", e.Enterprise, e.ID)
		}
		fmt.Fprintf(&standard, "| `%s` | %s | %s |\n", c.Name, id, e.Type)
	}
	text := strings.ReplaceAll(collectors, "STANDARD\n", standard.String())
	return []byte(strings.ReplaceAll(text, "OWN\n", own.String())), nil
}
