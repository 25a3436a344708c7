//go:build !tiny

package cli

import (
	"fmt"
	"strings"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/categories/rules"
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
)

func newProtocols() *cmdline.Command {
	list := listing{columns: []string{"id", "name", "kind", "category", "breed", "transports", "ports", "hosts",
		"networks"}}
	var files []string
	cmd := &cmdline.Command{
		Use:   "protocols [SEARCH]",
		Short: "List the known protocols and applications",
		Long: `Lists the protocols and applications of flows. SEARCH selects those that contain it in their name or category, ignoring
case. Ports are the default ports; flows without other evidence are guessed by them. Hosts and networks are the numbers
of entries in the catalogue. Applications of --rules are included.`,
		Example: `  nfstream protocols
  nfstream protocols mail
  nfstream protocols --format csv > protocols.csv`,
		Args: cmdline.MaximumNArgs(1),
		RunE: func(cmd *cmdline.Command, args []string) error {
			if _, err := rules.Load(files...); err != nil {
				return err
			}
			list.rows = protocolRows(strings.Join(args, ""))
			if len(list.rows) == 0 {
				return failure{fmt.Errorf("no protocol or application has %q in its name or category", args[0])}
			}
			return list.write(cmd.OutOrStdout())
		},
	}
	list.define(cmd)
	defineRules(cmd.Flags(), &files)
	return cmd
}

func protocolRows(search string) (rows [][]any) {
	sizes := categories.Sizes()
	for id := range categories.All() {
		if id == categories.Unknown || !contains(search, id.Name(), id.Category().Name()) {
			continue
		}
		kind := "application"
		if id.IsNetwork() {
			kind = "protocol"
		}
		rows = append(rows, []any{uint16(id), id.Name(), kind, id.Category().Name(), id.Breed().Name(),
			transports(id.Transports()), defaultPorts(id), sizes[id].Hosts, sizes[id].Networks})
	}
	return rows
}

func transports(on categories.Transport) string {
	var names []string
	if on&categories.TransportTCP != 0 {
		names = append(names, "tcp")
	}
	if on&categories.TransportUDP != 0 {
		names = append(names, "udp")
	}
	return strings.Join(names, ",")
}

// defaultPorts lists the default ports of an id: tcp/53,udp/53.
func defaultPorts(id categories.ID) string {
	var texts []string
	add := func(transport string, ranges []categories.PortRange) {
		for _, r := range ranges {
			text := fmt.Sprintf("%s/%d", transport, r.First)
			if r.Last != r.First {
				text += fmt.Sprintf("-%d", r.Last)
			}
			texts = append(texts, text)
		}
	}
	tcp, udp := categories.Ports(id)
	add("tcp", tcp)
	add("udp", udp)
	return strings.Join(texts, ",")
}
