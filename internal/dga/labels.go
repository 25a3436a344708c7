package dga

import (
	"slices"
	"strings"
)

// Labels returns the labels of the host names in the text of the catalogue but the last of each name, those of three
// characters and more, sorted. It is for the generator and tests.
func Labels(catalogue string) (all []string) {
	for line := range strings.Lines(catalogue) {
		words := strings.Fields(line)
		if len(words) == 0 || words[0] != "hosts" {
			continue
		}
		for _, host := range words[1:] {
			parts := strings.Split(strings.ToLower(host), ".")
			for _, label := range parts[:len(parts)-1] {
				if len(label) > 2 && Symbols(label) != nil {
					all = append(all, label)
				}
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
