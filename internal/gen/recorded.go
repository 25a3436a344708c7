package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// recordings are the captures of testdata that have flows of a name, without their extensions, by name.
type recordings map[string][]string

// byPayload is the confidence of a flow that its payloads identify, as golden rows show it.
const byPayload = "6"

// readRecordings reads golden rows. A flow counts for each part of its name, if its payloads identified it.
func readRecordings(folder string) (recordings, error) {
	paths, err := filepath.Glob(filepath.Join(folder, "*.txt"))
	if err != nil {
		return nil, fmt.Errorf("golden rows: %w", err)
	}
	all := recordings{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("golden rows: %w", err)
		}
		capture, _, _ := strings.Cut(filepath.Base(path), ".")
		for flow := range strings.SplitSeq(string(text), "\n\n") {
			all.add(capture, flow)
		}
	}
	return all, nil
}

// add reads the lines of a flow.
func (r recordings) add(capture, flow string) {
	name, confidence := "", ""
	for line := range strings.SplitSeq(flow, "\n") {
		switch key, value, _ := strings.Cut(line, " "); key {
		case "application_name":
			name = value
		case "application_confidence":
			confidence = value
		}
	}
	if confidence != byPayload {
		return
	}
	for part := range strings.SplitSeq(name, ".") {
		if !slices.Contains(r[part], capture) {
			r[part] = append(r[part], capture)
		}
	}
}

// of returns some captures of a name, those that are named like it first.
func (r recordings) of(name string) string {
	const most = 3
	captures := slices.Clone(r[name])
	slices.SortStableFunc(captures, func(a, b string) int { return likeness(b, name) - likeness(a, name) })
	if len(captures) > most {
		return strings.Join(captures[:most], ", ") + ", ..."
	}
	return strings.Join(captures, ", ")
}

func likeness(capture, name string) int {
	if strings.Contains(strings.ToLower(name), capture) || strings.Contains(capture, strings.ToLower(name)) {
		return 1
	}
	return 0
}

// others lists the names that no line of the table has.
func (r recordings) others(listed map[string]bool) string {
	var names []string
	for name := range r {
		if !listed[name] {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}
