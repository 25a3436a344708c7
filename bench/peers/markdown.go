package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

// markdown returns the report as a page.
func (r *report) markdown() string {
	var b strings.Builder
	for _, s := range r.parts() {
		fmt.Fprintf(&b, "## %s\n\n%s\n", s.name, s.markdown())
	}
	return b.String()
}

// sections returns the Markdown of each complete section of a page, by name.
func (r *report) sections() map[string]string {
	all := map[string]string{}
	for _, s := range r.parts() {
		whole := !r.targets
		switch s.name {
		case targetsName:
			whole = r.full()
		case insideName:
			whole = true
		}
		if whole {
			all[s.name] = s.markdown()
		}
	}
	return all
}

func (s section) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n", escape(strings.Join(s.lines, " ")))
	b.WriteString(s.table.markdown())
	for i, note := range s.notes {
		if i == 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "- %s\n", escape(note))
	}
	return b.String()
}

func (g grid) markdown() string {
	var b strings.Builder
	line := func(cells []string) {
		for _, c := range cells {
			fmt.Fprintf(&b, "| %s ", escape(c))
		}
		b.WriteString("|\n")
	}
	line(g.heads)
	b.WriteString(strings.Repeat("|---", len(g.heads)) + "|\n")
	for _, row := range g.rows {
		line(row)
	}
	return b.String()
}

// escape keeps what a program says from being read as a part of the page.
func escape(s string) string {
	return strings.NewReplacer("|", `\|`, "<", "&lt;", "`", "'").Replace(s)
}

// updateFile puts sections into a page, each between its markers.
func updateFile(path string, sections map[string]string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("update page: %w", err)
	}
	page, missing := updated(string(text), sections)
	if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
		return fmt.Errorf("update page: %w", err)
	}
	return missing
}

// updated returns a page with the sections inserted. The error lists sections without markers in the page; the others
// are inserted.
func updated(page string, sections map[string]string) (string, error) {
	var missing []error
	for name, text := range sections {
		begin, end := "<!-- peers:"+name+" -->", "<!-- /peers:"+name+" -->"
		before, rest, ok := strings.Cut(page, begin)
		_, after, closed := strings.Cut(rest, end)
		if !ok || !closed {
			missing = append(missing, fmt.Errorf("update page: no %s and %s in it", begin, end))
			continue
		}
		page = before + begin + "\n" + text + end + after
	}
	return page, errors.Join(missing...)
}
