package column

import (
	"slices"
	"strings"

	"github.com/nfstream/nfstream-go/internal/near"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

// fieldHint says what a name that is neither a column nor a group may have been meant for; empty where nothing is known.
func fieldHint(name string, groupNames []string, o Options, plugins []*Column) string {
	o.Statistics = true
	names := Names(plugins)
	for _, g := range groups(&o) {
		for i := range g.cols {
			names = append(names, g.cols[i].Name)
		}
	}
	if plugin, ok := strings.CutPrefix(name, "udps."); ok && slices.Contains(names, plugin) {
		return "want " + plugin + ": columns of plug-ins have no prefix"
	}
	if slices.ContainsFunc(nfstream6Columns(&o), func(c Column) bool { return c.Name == name }) {
		hint := "a column of nfstream 6, which the group " + groupNF6 + " has"
		if here := hereFor(name, o.Protocols); slices.Contains(names, here) {
			hint += "; here it is " + here
		}
		return hint
	}
	if found := near.Words(name, append(names, groupNames...)); len(found) > 0 {
		return "want perhaps " + near.Or(found)
	}
	return ""
}

// hereFor returns the column that is here what one of nfstream 6 is there, whose accounting mode is 0.
func hereFor(name string, protocols []*metadata.Column) string {
	switch name {
	case "ip_version":
		return "version"
	case "application_category_name":
		return "category_name"
	case "client_fingerprint":
		return firstOf(fingerprints(protocols, metadata.Client))
	case "server_fingerprint":
		return firstOf(fingerprints(protocols, metadata.Server))
	}
	name = strings.Replace(name, "_stddev_", "_stdev_", 1)
	for _, unit := range []string{"_bytes", "_ps"} {
		if of, ok := strings.CutSuffix(name, unit); ok {
			return of + "_raw" + unit
		}
	}
	return name
}

// firstOf returns the name of the first column, empty without one.
func firstOf(columns []*metadata.Column) string {
	if len(columns) == 0 {
		return ""
	}
	return columns[0].Name
}

// Names returns the names of columns.
func Names(columns []*Column) []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	return names
}
