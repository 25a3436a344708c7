package report

import (
	"bytes"
	"slices"

	"github.com/nfstream/nfstream-go/risk"
)

// facet is a way to group flows, with a chart of its own.
type facet struct {
	id     string
	texts  []text   // a flow belongs to the group of each of these that is not empty
	list   string   // separator of several groups in one text; empty: none
	order  []string // of the groups; nil: the greatest first
	hosts  bool     // groups have names
	unique int      // groups that are counted exactly
}

// The bounds of groups. Hosts are the most likely to be many.
const (
	mostGroups = 16_384
	mostHosts  = 65_536
)

// shownGroups is how many groups of a facet the page has, by each measure.
const shownGroups = 50

var facets = []facet{
	{id: "application", texts: []text{application}},
	{id: "category", texts: []text{category}},
	{id: "host", texts: []text{source, destination}, hosts: true, unique: mostHosts},
	{id: "server", texts: []text{server}},
	{id: "severity", texts: []text{severity}, order: severities()},
	{id: "risk", texts: []text{riskNames}, list: ";"},
	{id: "protocol", texts: []text{protocol}},
	{id: "service", texts: []text{service}},
	{id: "outcome", texts: []text{outcome}, order: outcomes},
	{id: "lasting", texts: []text{lasting}, order: durationNames()},
	{id: "tlsVersion", texts: []text{tlsVersion}},
	{id: "tlsCipher", texts: []text{tlsCipher}},
	{id: "ja4", texts: []text{ja4}},
	{id: "country", texts: []text{sourceCountry, destinationCountry}},
	{id: "system", texts: []text{system}},
}

func severities() (names []string) {
	for s := risk.Severe; s >= risk.Low; s-- {
		names = append(names, s.String())
	}
	return names
}

func durationNames() (names []string) {
	for _, d := range durations {
		names = append(names, d.name)
	}
	return names
}

// newTallies returns a tally for each facet.
func newTallies() (all []*tally) {
	for _, f := range facets {
		all = append(all, newTally(max(f.unique, mostGroups)))
	}
	return all
}

// each calls add with each group of a flow, once, and reports whether there is one.
func (f *facet) each(r *row, add func(group []byte)) (any bool) {
	for i, t := range f.texts {
		value := r.texts[t]
		any = any || len(value) > 0
		switch {
		case len(value) == 0:
		case f.list != "":
			for group := range bytes.SplitSeq(value, []byte(f.list)) {
				add(group)
			}
		case !slices.ContainsFunc(f.texts[:i], func(before text) bool { return bytes.Equal(r.texts[before], value) }):
			add(value)
		}
	}
	return any
}
