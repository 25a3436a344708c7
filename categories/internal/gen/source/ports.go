package source

import (
	"bytes"
	"fmt"
	"slices"
)

const pageSize = 256 // ports that share their upper byte

// owner is a range of ports within a page, and whose they are.
type owner struct {
	Range
	id int
}

func writePorts(b *bytes.Buffer, protocols []Protocol) {
	b.WriteString("\nvar ports = [...]PortRange{\n")
	for _, p := range protocols {
		for _, r := range slices.Concat(p.TCPPorts, p.UDPPorts) {
			fmt.Fprintf(b, "{%d, %d},\n", r.First, r.Last)
		}
	}
	b.WriteString("}\n")
	writeOwners(b, "tcp", owners(protocols, func(p Protocol) []Range { return p.TCPPorts }))
	writeOwners(b, "udp", owners(protocols, func(p Protocol) []Range { return p.UDPPorts }))
}

func writeOwners(b *bytes.Buffer, transport string, all []owner) {
	fmt.Fprintf(b, "\nvar %sOwners = [...]owner{\n", transport)
	for _, o := range all {
		fmt.Fprintf(b, "{%d, %d, %d},\n", o.First, o.Last, o.id)
	}
	b.WriteString("}\n")
	writeNumbers(b, transport+"Pages", "uint16", pages(all))
}

// owners returns the ports of the protocols in order, without overlaps and cut at pages. The larger id wins.
func owners(protocols []Protocol, portsOf func(Protocol) []Range) []owner {
	var id [1 << 16]int
	for _, p := range protocols {
		for _, r := range portsOf(p) {
			for port := int(r.First); port <= int(r.Last); port++ {
				id[port] = max(id[port], p.ID)
			}
		}
	}
	var all []owner
	for port, id := range id {
		if id == 0 {
			continue
		}
		last := len(all) - 1
		if last >= 0 && all[last].id == id && int(all[last].Last) == port-1 && port%pageSize != 0 {
			all[last].Last = uint16(port)
			continue
		}
		all = append(all, owner{Range{uint16(port), uint16(port)}, id})
	}
	return all
}

// pages returns where each page begins, and where the last one ends.
func pages(all []owner) []int {
	starts := make([]int, 1<<16/pageSize+1)
	for _, o := range all {
		starts[o.First/pageSize+1]++
	}
	for i := 1; i < len(starts); i++ {
		starts[i] += starts[i-1]
	}
	return starts
}
