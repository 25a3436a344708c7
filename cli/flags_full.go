//go:build !tiny

package cli

import "github.com/nfstream/nfstream-go/cli/internal/cmdline"

// Flags that a tiny build lacks.

func (p *parameters) defineFilter(fs *cmdline.FlagSet) {
	fs.StringVar(&p.config.Filter, "filter", "", "process only packets that match this `expression` of pcap-filter(7)")
}

func (p *parameters) defineCount(fs *cmdline.FlagSet) {
	fs.Var(&counts{p}, "count", "add a column with the number of packets of a flow that match an expression of pcap-filter(7): "+
		"`name=EXPRESSION`; may be repeated")
}

func (p *parameters) defineRules(fs *cmdline.FlagSet) { defineRules(fs, &p.config.Rules) }

func defineRules(fs *cmdline.FlagSet, at *[]string) {
	fs.StringArrayVar(at, "rules", nil, "`file` of custom rules, in any format of docs/rules.md; may be repeated")
}

func (p *parameters) defineAnonymization(fs *cmdline.FlagSet) {
	fs.Var(names{&p.config.Anonymize}, "anonymize", "replace the values of these columns by a keyed hash")
	fs.BoolVar(&p.config.AnonymizePrefix, "anonymize-prefix", false, "replace addresses by pseudonyms that preserve common prefixes")
	fs.StringVar(&p.keyFile, "anonymize-key-file", "",
		"`file` with the key, without its last line end; without it, $"+keyVariable+" is the key (default: a random one)")
}
