package main

import (
	"bytes"
	"cmp"
	_ "embed"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/all"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

const protocolsIntro = `# Protocols

Generated from the code by ` + "`make gen`" + `; do not edit.

These protocols are recognised by their payloads. *Content* is on any port; the ports are those where they are tried first.
*Content on ports* is on the listed ports only. *Number* is the IP protocol number. The flows of every other protocol of the
registry are guessed by port, and applications are identified by names and addresses. *Columns* are the groups of columns that
` + "`--fields`" + ` takes; see [columns.md](columns.md). *Source* is what the comment of the protocol in ` + "`l7`" + ` names;
*captures* stands for protocols without a public description. *Recorded* are captures of real programs in which payloads
identify it, see [testdata](../testdata/README.md).

| id | name | recognised by | transport | ports | columns | category | breed | source | recorded |
|---:|---|---|---|---|---|---|---|---|---|
`

// protocols describes all protocols that the engine detects.
func protocols() ([]byte, error) {
	out := bytes.NewBufferString(protocolsIntro)
	byID := map[categories.ID]*l7.Proto{}
	for _, p := range all.Protos() {
		if known := byID[p.ID]; known != nil {
			known.On |= p.On
			known.Ports = append(known.Ports, p.Ports...)
			known.IPProtocols = append(known.IPProtocols, p.IPProtocols...)
			known.Columns = append(slices.Clip(known.Columns), p.Columns...)
			known.PortsOnly = known.PortsOnly && p.PortsOnly
			if known.Probe == nil {
				known.Probe = p.Probe
			}
			continue
		}
		byID[p.ID] = &p
	}
	sorted := make([]*l7.Proto, 0, len(byID))
	for _, p := range byID {
		sorted = append(sorted, p)
	}
	slices.SortFunc(sorted, func(a, b *l7.Proto) int { return cmp.Compare(a.ID, b.ID) })
	ids, err := constants("categories/constants_gen.go")
	if err != nil {
		return nil, err
	}
	documents, used, err := sources("l7")
	if err != nil {
		return nil, err
	}
	from := map[categories.ID]string{}
	for name, list := range documents {
		from[ids[name]] = cmp.Or(strings.Join(list, "; "), captures)
	}
	recorded, err := readRecordings("testdata/golden")
	if err != nil {
		return nil, err
	}
	listed := map[string]bool{}
	for _, p := range sorted {
		listed[p.ID.Name()] = true
		fmt.Fprintf(out, "| %d | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", p.ID, p.ID.Name(), evidence(p), transports(p),
			ports(p.Ports), groups(p.Columns), p.ID.Category().Name(), p.ID.Breed().Name(), from[p.ID], recorded.of(p.ID.Name()))
	}
	fmt.Fprintf(out, "\n%d names are recorded. Those that no line above has: %s.\n", len(recorded), recorded.others(listed))
	within := map[categories.ID]string{}
	for name, folder := range used {
		if id, known := ids[name]; known && byID[id] == nil && documents[name] == nil {
			within[id] = folder
		}
	}
	out.WriteString(withinIntro)
	for _, id := range slices.Sorted(maps.Keys(within)) {
		fmt.Fprintf(out, "| %d | %s | %s | %s | %s |\n", id, id.Name(), within[id], id.Category().Name(), id.Breed().Name())
	}
	out.WriteString(notDone)
	return out.Bytes(), nil
}

const withinIntro = `
## Names that sessions find

What a protocol of the list above carries, or a form of it, where content shows it.

| id | name | package of l7 | category | breed |
|---:|---|---|---|---|
`

// constants returns the protocols by the names of their constants.
func constants(path string) (map[string]categories.ID, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	ids := map[string]categories.ID{}
	for _, m := range constantLine.FindAllStringSubmatch(string(text), -1) {
		id, err := strconv.ParseUint(m[2], 10, 16)
		if err != nil {
			return nil, err
		}
		ids[m[1]] = categories.ID(id)
	}
	return ids, nil
}

var constantLine = regexp.MustCompile(`(?m)^(?:\t|const )(\w+) +ID = (\d+)$`)

// notDone lists the protocols that are not recognised by content.
//
//go:embed notdone.md
var notDone string

// evidence says what a protocol is recognised by.
func evidence(p *l7.Proto) string {
	switch {
	case p.Probe == nil:
		return "number"
	case p.PortsOnly:
		return "content on ports"
	case len(p.IPProtocols) > 0:
		return "content, number"
	}
	return "content"
}

// groups returns the names of the groups of columns.
func groups(columns []*metadata.Column) string {
	var names []string
	for _, c := range columns {
		if !slices.Contains(names, c.Group) {
			names = append(names, c.Group)
		}
	}
	return strings.Join(names, ", ")
}

func transports(p *l7.Proto) string {
	var names []string
	if p.On&l7.TCP != 0 {
		names = append(names, "TCP")
	}
	if p.On&l7.UDP != 0 {
		names = append(names, "UDP")
	}
	for _, n := range p.IPProtocols {
		names = append(names, fmt.Sprint("IP ", n))
	}
	return strings.Join(names, ", ")
}

func ports(all []uint16) string {
	all = slices.Clone(all)
	slices.Sort(all)
	var names []string
	for _, p := range slices.Compact(all) {
		names = append(names, fmt.Sprint(p))
	}
	return strings.Join(names, ", ")
}
