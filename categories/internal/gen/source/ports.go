package source

import (
	"bytes"
	"fmt"
)

// owner is a range of ports and the protocol that owns it.
type owner struct {
	Range
	Protocol
}

// writePorts writes a line for each range, so that an additional protocol changes only its own lines.
func writePorts(b *bytes.Buffer, protocols []Protocol, blocks []Block) {
	b.WriteString("\nvar ports = [...]portRow{\n")
	writeInBlocks(b, protocols, blocks, func(p Protocol) {
		writeRanges(b, p.Constant, "TransportTCP", p.TCPPorts)
		writeRanges(b, p.Constant, "TransportUDP", p.UDPPorts)
	})
	b.WriteString("}\n")
	writeOwners(b, "tcp", owners(protocols, func(p Protocol) []Range { return p.TCPPorts }))
	writeOwners(b, "udp", owners(protocols, func(p Protocol) []Range { return p.UDPPorts }))
}

func writeRanges(b *bytes.Buffer, id, transport string, ranges []Range) {
	for _, r := range ranges {
		fmt.Fprintf(b, "{%s, %s, PortRange{%d, %d}},\n", id, transport, r.First, r.Last)
	}
}

func writeOwners(b *bytes.Buffer, transport string, all []owner) {
	fmt.Fprintf(b, "\nvar %sOwners = [...]owner{\n", transport)
	for _, o := range all {
		fmt.Fprintf(b, "{PortRange{%d, %d}, %s},\n", o.First, o.Last, o.Constant)
	}
	b.WriteString("}\n")
}

// owners returns the ports of the protocols in order, without overlaps. The larger id wins.
func owners(protocols []Protocol, portsOf func(Protocol) []Range) []owner {
	var byPort [1 << 16]int // indexes into protocols, sorted by id
	for i, p := range protocols {
		for _, r := range portsOf(p) {
			for port := int(r.First); port <= int(r.Last); port++ {
				byPort[port] = i
			}
		}
	}
	var all []owner
	for port, i := range byPort {
		if i == 0 {
			continue
		}
		last := len(all) - 1
		if last >= 0 && all[last].ID == protocols[i].ID && int(all[last].Last) == port-1 {
			all[last].Last = uint16(port)
			continue
		}
		all = append(all, owner{Range{uint16(port), uint16(port)}, protocols[i]})
	}
	return all
}
