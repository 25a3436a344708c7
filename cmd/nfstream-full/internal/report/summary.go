package report

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"

	"github.com/nfstream/nfstream-go/risk"
)

// summary is what the page knows of all flows, as JSON.
type summary struct {
	Title, Program string
	Sources        []string
	Notes          []string // what was ignored, lost or cut short
	First, Last    int64    // microseconds since 1970; equal without flows
	Total          totals
	Kept           int // flows in the table
	Facets         []facetSummary
	Sizes          []sizeSummary
	Timeline       timelineSummary
	Severities     map[string]string // of risks
}

type totals struct {
	Flows, Packets, Bytes, BytesOut, BytesBack, PacketsOut, PacketsBack uint64
}

// facetSummary is the chart of a facet.
type facetSummary struct {
	ID      string
	Columns []string
	List    string
	Order   []string
	Groups  int     // distinct groups
	Dropped uint64  // groups that were not counted to the end
	Total   measure // of flows with a group
	Entries []group
}

type group struct {
	Key  string
	Name string `json:",omitempty"`
	measure
}

type sizeSummary struct {
	Name           string
	Packets, Flows uint64
}

// timelineSummary is bytes by bin, from the bin of the first flow on, of the greatest applications and of the rest.
type timelineSummary struct {
	Width  int64 // microseconds
	First  int64 // number of the first bin: its time divided by Width
	Series []series
}

type series struct {
	Key  string // application; empty for the rest
	Bins []uint64
}

// shownSeries is the number of applications in the timeline.
const shownSeries = 6

func (s *sink) summary() *summary {
	all := &summary{Title: s.title(), Program: s.run.Program, Sources: s.run.Sources, Notes: s.run.Notes(), Kept: len(s.kept.rows),
		Total: s.total, Facets: s.facets(), Timeline: s.timelineSummary(), Severities: map[string]string{}}
	if s.total.Flows > 0 {
		all.First, all.Last = s.timeline.first, s.timeline.last
	}
	for i, c := range sizeClasses {
		all.Sizes = append(all.Sizes, sizeSummary{c.name, s.sizes[i].Packets, s.sizes[i].Flows})
	}
	for id := risk.ID(1); id <= risk.Last; id++ {
		all.Severities[id.Name()] = id.Severity().String()
	}
	return all
}

// title returns the given title, or the names of the sources.
func (s *sink) title() string {
	if s.options.title != "" {
		return string(safe([]byte(s.options.title)))
	}
	var bases []string
	for i, source := range s.run.Sources {
		if i == 3 {
			bases = append(bases, "…")
			break
		}
		bases = append(bases, filepath.Base(source))
	}
	return string(safe([]byte(strings.Join(bases, ", "))))
}

func (s *sink) facets() (all []facetSummary) {
	for i, f := range facets {
		t := s.tallies[i]
		one := facetSummary{ID: f.id, List: f.list, Order: f.order, Groups: len(t.counts), Dropped: t.dropped,
			Total: t.total, Entries: []group{}}
		for _, text := range f.texts {
			one.Columns = append(one.Columns, textNames[text])
		}
		for _, e := range t.greatest(shownGroups) {
			g := group{Key: e.key, measure: e.measure}
			if f.hosts {
				g.Name = s.names.of(e.key)
			}
			one.Entries = append(one.Entries, g)
		}
		all = append(all, one)
	}
	return all
}

func (s *sink) timelineSummary() timelineSummary {
	t := s.timeline
	if s.total.Flows == 0 {
		return timelineSummary{Width: t.width(), Series: []series{}}
	}
	first := floor(t.first, t.width())
	length := int(floor(t.last, t.width())-first) + 1
	all := timelineSummary{Width: t.width(), First: first}
	var shown []string
	for i, e := range s.tallies[slices.IndexFunc(facets, func(f facet) bool { return f.id == "application" })].ranked(measures[0]) {
		if b, own := t.series[e.key]; own && i < shownSeries {
			shown = append(shown, e.key)
			all.Series = append(all.Series, series{e.key, dense(length, first, b)})
		}
	}
	rest := dense(length, first, t.rest)
	for key, b := range t.series {
		if !slices.Contains(shown, key) {
			for i, n := range dense(length, first, b) {
				rest[i] += n
			}
		}
	}
	all.Series = append(all.Series, series{"", rest})
	return all
}

// dense returns bins as a list.
func dense(length int, first int64, b bins) []uint64 {
	list := make([]uint64, length)
	for bin, n := range b {
		list[bin-first] = n
	}
	return list
}

// json returns the summary as JSON without the characters that end or open an element of HTML.
func (s *summary) json() ([]byte, error) { return json.Marshal(s) }
