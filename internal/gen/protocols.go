package main

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/l7"
	"github.com/nfstream/nfstream-go/l7/all"
)

const protocolsIntro = `# Protocols

Generated from the code by ` + "`make gen`" + `; do not edit.

These protocols are recognised by their payloads, on any port; the ports are those where they are tried first. Sessions
find more: SMTPS, IMAPS and POPS are TLS on their ports, HTTP_Connect and HTTP_Proxy are HTTP by its requests, and Tor,
DoH_DoT, OCSP, SOAP and others are told by what TLS or HTTP carries. Protocols on IP are recognised by their IP protocol
number. The flows of every other protocol of the registry are guessed by port.

| id | name | transport | ports | category | breed |
|---:|---|---|---|---|---|
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
		fmt.Fprintf(out, "| %d | %s | %s | %s | %s | %s |\n", p.ID, p.ID.Name(), transports(p), ports(p.Ports),
			p.ID.Category().Name(), p.ID.Breed().Name())
	}
	return out.Bytes(), nil
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
