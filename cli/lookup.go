//go:build !tiny

package cli

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/nfstream/nfstream-go/categories"
	"github.com/nfstream/nfstream-go/categories/rules"
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
	"github.com/nfstream/nfstream-go/l7/tls/parrot"
)

func newLookup() *cmdline.Command {
	list := listing{columns: []string{"what", "application", "category", "breed", "by"}}
	var files []string
	cmd := &cmdline.Command{
		Use:   "lookup [flags] HOST|ADDRESS|PORT...",
		Short: "Show the application of hosts, addresses, ports and fingerprints, and the matching rule",
		Long: `Shows the application and category of flows with a given value, and the matching rule: one of --rules or a built-in one.
For a JA3 or a JA4 it shows the uTLS parrots that send it. The value may be

  a host name          www.example.com
  an address           192.0.2.1, 2001:db8::1, or with a port 192.0.2.1:443
  a port               443, tcp/443 or udp/53
  a JA3 or JA4         32 hexadecimal digits, or t13d1516h2_8daaf6152771_e5627efa2ab1, with or without ja3: or ja4:
  a certificate        its SHA-1, 40 hexadecimal digits

Exit status: 1 if no application is found for any value, 2 if a value has none of these forms; the others are still
looked up.`,
		Example: `  nfstream lookup www.example.com 192.0.2.1 udp/53
  nfstream lookup --rules own.txt intranet.example.com
  nfstream lookup ja4:t13d1516h2_8daaf6152771_e5627efa2ab1`,
		Args: cmdline.MinimumNArgs(1),
		RunE: func(cmd *cmdline.Command, args []string) error {
			set, err := rules.Load(files...)
			if err != nil {
				return err
			}
			found, mistakes := lookUpAll(set, args, &list)
			if len(list.rows) > 0 {
				err = list.write(cmd.OutOrStdout())
			}
			switch {
			case err != nil || mistakes != nil:
				return errors.Join(err, mistakes)
			case !found:
				return failure{errors.New("no application found for " + strings.Join(args, ", "))}
			}
			return nil
		},
	}
	list.define(cmd)
	defineRules(cmd.Flags(), &files)
	return cmd
}

// lookUpAll lists the results of the words, and reports whether there are any. It returns an error for invalid words.
func lookUpAll(set *rules.Set, words []string, list *listing) (found bool, mistakes error) {
	for _, word := range words {
		answers, err := lookUp(set, word)
		mistakes = errors.Join(mistakes, err)
		for _, a := range answers {
			found = found || len(a.by) > 0
			list.rows = append(list.rows, a.row())
		}
	}
	return found, mistakes
}

// answer is the result of a lookup.
type answer struct {
	what     string
	app      categories.ID
	category categories.Category
	by       []string
}

func (a *answer) row() []any {
	category := a.category
	if category == 0 {
		category = a.app.Category()
	}
	return []any{a.what, a.app.Name(), category.Name(), a.app.Breed().Name(), strings.Join(a.by, "; ")}
}

// rules applies custom rules, and reports whether they name an application.
func (a *answer) rules(set *rules.Set, m rules.Match) bool {
	a.app, a.category = m.App, m.Category
	for _, o := range set.Origins(m) {
		at := o.File
		if o.Line > 0 {
			at += ":" + strconv.Itoa(o.Line)
		}
		a.by = append(a.by, fmt.Sprintf("%s: %s %s", at, o.Kind, o.Text))
	}
	return a.app != 0
}

// known applies the built-in catalogue. A category from the rules takes precedence.
func (a *answer) known(app categories.ID, category categories.Category, by string) {
	if app == 0 && category == 0 {
		return
	}
	a.app = app
	if a.category == 0 {
		a.category = category
	}
	a.by = append(a.by, by)
}

// parrots adds the uTLS parrots that have a fingerprint.
func (a *answer) parrots(names []string) {
	if len(names) > 0 {
		a.by = append(a.by, "uTLS: "+strings.Join(names, ", "))
	}
}

// lookUp detects the kind of a word and looks it up.
func lookUp(set *rules.Set, word string) ([]answer, error) {
	if a, ok := lookUpFingerprint(set, word); ok {
		return []answer{a}, nil
	}
	if kind, _, _ := strings.Cut(strings.ToLower(word), ":"); kind == "ja3" || kind == "ja4" {
		return nil, fmt.Errorf("%q is no %s", word, strings.ToUpper(kind))
	}
	if addr, err := netip.ParseAddr(word); err == nil {
		return []answer{lookUpAddress(set, word, addr, 0)}, nil
	}
	if at, err := netip.ParseAddrPort(word); err == nil {
		return []answer{lookUpAddress(set, word, at.Addr(), at.Port())}, nil
	}
	if all, err := lookUpPort(set, word); all != nil || err != nil {
		return all, err
	}
	name, err := categories.ToASCII(word)
	if err != nil {
		return nil, fmt.Errorf("%q is not a host name, address, port, JA3, JA4 or SHA-1", word)
	}
	a := answer{what: word}
	if !a.rules(set, set.Host(name)) {
		app, category := categories.ByHost(name)
		rule, _ := categories.HostRule(name)
		a.known(app, category, "catalogue: host "+rule)
	}
	return []answer{a}, nil
}

func lookUpFingerprint(set *rules.Set, word string) (a answer, ok bool) {
	a.what = word
	text := strings.ToLower(word)
	text = strings.TrimPrefix(strings.TrimPrefix(text, "ja3:"), "ja4:")
	digits := strings.ReplaceAll(text, ":", "")
	hex := strings.Trim(digits, "0123456789abcdef") == ""
	switch {
	case hex && len(digits) == 40:
		a.rules(set, set.Certificate(digits))
	case hex && len(text) == 32:
		a.rules(set, set.JA3(text))
		a.parrots(parrot.ByJA3(text))
	case rules.IsJA4(text):
		a.rules(set, set.JA4(text))
		a.parrots(parrot.ByJA4(text))
	default:
		return a, false
	}
	return a, true
}

func lookUpAddress(set *rules.Set, word string, addr netip.Addr, port uint16) answer {
	a := answer{what: word}
	on := categories.Transport(0)
	if port != 0 {
		on = categories.TransportTCP | categories.TransportUDP
	}
	if !a.rules(set, set.Network(addr, on, port)) {
		prefix, _ := categories.AddressRule(addr)
		a.known(categories.ByAddress(addr), 0, "catalogue: network "+prefix.String())
	}
	if as, ok := set.AS(addr); ok {
		a.by = append(a.by, fmt.Sprintf("AS%d %s", as.Number, as.Name))
	}
	return a
}

// lookUpPort returns nil if the word is not a port.
func lookUpPort(set *rules.Set, word string) (all []answer, err error) {
	on := map[string]categories.Transport{"tcp": categories.TransportTCP, "udp": categories.TransportUDP}
	transport, number, named := strings.Cut(strings.ToLower(word), "/")
	if !named {
		number = word
	}
	if strings.Trim(number, "0123456789") != "" || named && on[transport] == 0 {
		return nil, nil
	}
	port, err := strconv.ParseUint(number, 10, 16)
	if err != nil {
		return nil, fmt.Errorf("%q is not a port: want 0 to 65535", word)
	}
	for _, name := range [2]string{"tcp", "udp"} {
		if named && name != transport {
			continue
		}
		a := answer{what: fmt.Sprintf("%s/%d", name, port)}
		if !a.rules(set, set.Port(on[name], uint16(port))) {
			a.known(categories.DefaultPort(on[name], uint16(port)), 0, "registry: default port")
		}
		all = append(all, a)
	}
	return all, nil
}
