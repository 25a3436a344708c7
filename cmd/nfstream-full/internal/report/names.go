package report

import "bytes"

// names are names of addresses: what clients call them, or else what DNS calls them.
type names struct {
	called, resolved map[string]string
}

// mostNames is the maximum number of addresses with a name, of each kind. Later ones have none.
const mostNames = 65_536

func newNames() *names { return &names{map[string]string{}, map[string]string{}} }

// see learns what a flow says of names.
func (n *names) see(r *row) {
	name := r.texts[server]
	if len(name) == 0 {
		return
	}
	if namesServer(r.texts[application]) {
		learn(n.called, r.texts[destination], name)
	}
	for address := range bytes.SplitSeq(r.answers, []byte(",")) {
		if len(address) > 0 {
			learn(n.resolved, address, name)
		}
	}
}

// namesServer reports whether the server name of a flow is that of its destination: not a question of DNS, for example,
// nor what a proxy is asked for.
func namesServer(app []byte) bool {
	carrier, _, _ := bytes.Cut(app, []byte("."))
	switch string(carrier) {
	case "TLS", "QUIC", "HTTP":
		return true
	}
	return false
}

func learn(all map[string]string, address, name []byte) {
	if _, known := all[string(address)]; !known && len(all) < mostNames {
		all[string(address)] = string(name)
	}
}

// of returns the name of an address, empty if it is unknown.
func (n *names) of(address string) string {
	if name := n.called[address]; name != "" {
		return name
	}
	return n.resolved[address]
}
