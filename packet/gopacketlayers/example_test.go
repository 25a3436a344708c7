package gopacketlayers_test

import (
	"context"
	"fmt"

	"github.com/gopacket/gopacket/layers"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/packet/gopacketlayers"
)

// recordTypes is a plug-in that counts the DNS records of each flow by type, with layers.DNS.
type recordTypes struct{}

// counted are the columns of the types that have one.
var counted = map[layers.DNSType]string{
	layers.DNSTypeA: "dns_a", layers.DNSTypeAAAA: "dns_aaaa", layers.DNSTypeCNAME: "dns_cname", layers.DNSTypeOPT: "dns_opt",
}

func (recordTypes) Columns() (columns []nfstream.Column) {
	for _, name := range counted {
		columns = append(columns, nfstream.Column{Name: name, Type: nfstream.Int, Doc: "records of that type"})
	}
	return columns
}

func (recordTypes) Open(s *nfstream.Schema) (nfstream.Hooks, error) {
	columns := map[layers.DNSType]nfstream.IntColumn{}
	for kind, name := range counted {
		columns[kind] = s.Int(name)
	}
	var dns layers.DNS // of this shard; each message overwrites it
	parser := gopacketlayers.NewParser(&dns)
	count := func(p *nfstream.Packet, f *nfstream.Flow) {
		if p.Key.PortA != 53 && p.Key.PortB != 53 {
			return
		}
		if found, err := parser.Payload(p, layers.LayerTypeDNS); err != nil || len(found) == 0 {
			return
		}
		for _, section := range [][]layers.DNSResourceRecord{dns.Answers, dns.Authorities, dns.Additionals} {
			for i := range section {
				if c, ok := columns[section[i].Type]; ok {
					c.Add(f, 1)
				}
			}
		}
	}
	return nfstream.Hooks{Init: count, Update: count}, nil
}

// A plug-in counts DNS records by type, with a layer of gopacket that each message overwrites.
func Example() {
	s, err := nfstream.Open("../../testdata/dns.pcap", nfstream.Config{
		Plugins: []nfstream.Plugin{recordTypes{}},
		Fields:  []string{"dns_a", "dns_aaaa", "dns_cname", "dns_opt"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	sums := map[string]int64{}
	for flow, err := range s.Flows(context.Background()) {
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, c := range s.Columns() {
			sums[c.Name] += c.Int(flow)
		}
	}
	fmt.Println(sums)
	// Output:
	// map[dns_a:81 dns_aaaa:33 dns_cname:3 dns_opt:87]
}
