package main

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/all"
	"github.com/nfstream/nfstream-go/l7/metadata"
)

const protocolsIntro = `# Protocols

Generated from the code by ` + "`make gen`" + `; do not edit.

These protocols are recognised by their payloads. *Content* is on any port; the ports are those where they are tried first.
*Content on ports* is on the listed ports only. *Number* is the IP protocol number. Sessions find more: SMTPS, IMAPS and
POPS are TLS on their ports, HTTP_Connect and HTTP_Proxy are HTTP by its requests, and TLS or HTTP identifies Tor, DoH_DoT,
OCSP and others by what it carries. The flows of every other protocol of the registry are guessed by port. *Columns* are the
groups of columns that ` + "`--fields`" + ` takes; see [columns.md](columns.md). The comment of each protocol in ` + "`l7`" + ` names its
specification. *Recorded* are captures of real programs that have it, see [testdata](../testdata/README.md); no capture means that its
tests are messages built from the specification.

| id | name | recognised by | transport | ports | columns | category | breed | recorded |
|---:|---|---|---|---|---|---|---|---|
`

// protocols describes all protocols that the engine detects.
func protocols() ([]byte, error) {
	recorded, err := readRecordings(filepath.Join(os.Args[1], "..", "testdata", "golden"))
	if err != nil {
		return nil, err
	}
	listed := map[string]bool{}
	out := bytes.NewBufferString(protocolsIntro)
	byID := map[categories.ID]*l7.Proto{}
	for _, p := range all.Protos() {
		if known := byID[p.ID]; known != nil {
			known.On |= p.On
			known.Ports = append(known.Ports, p.Ports...)
			known.IPProtocols = append(known.IPProtocols, p.IPProtocols...)
			known.Columns = append(slices.Clip(known.Columns), p.Columns...)
			known.PortsOnly = known.PortsOnly && p.PortsOnly
			continue
		}
		byID[p.ID] = &p
	}
	sorted := make([]*l7.Proto, 0, len(byID))
	for _, p := range byID {
		sorted = append(sorted, p)
	}
	slices.SortFunc(sorted, func(a, b *l7.Proto) int { return cmp.Compare(a.ID, b.ID) })
	for _, p := range sorted {
		listed[p.ID.Name()] = true
		fmt.Fprintf(out, "| %d | %s | %s | %s | %s | %s | %s | %s | %s |\n", p.ID, p.ID.Name(), evidence(p), transports(p),
			ports(p.Ports), groups(p.Columns), p.ID.Category().Name(), p.ID.Breed().Name(), recorded.of(p.ID.Name()))
	}
	fmt.Fprintf(out, "\n%d names are recorded. Those that no line above has: %s.\n", len(recorded), recorded.others(listed))
	return out.Bytes(), nil
}

// evidence says what a protocol is recognised by.
func evidence(p *l7.Proto) string {
	switch {
	case p.Probe == nil:
		return "number"
	case p.PortsOnly:
		return "content on ports"
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
