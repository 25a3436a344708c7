//go:build !tiny

package cli

import "github.com/nfstream/nfstream-go/cli/internal/cmdline"

// What follows defines flags that a tiny build does without.

func (p *parameters) defineFilter(fs *cmdline.FlagSet) {
	fs.StringVar(&p.config.Filter, "filter", "", "take only the packets that match this `expression` of pcap-filter(7)")
}

func (p *parameters) defineRules(fs *cmdline.FlagSet) { defineRules(fs, &p.config.Rules) }

func defineRules(fs *cmdline.FlagSet, at *[]string) {
	fs.StringArrayVar(at, "rules", nil, "`file` of own rules, in any format of docs/rules.md; may be repeated")
}

func (p *parameters) defineAnonymization(fs *cmdline.FlagSet) {
	fs.Var(names{&p.config.Anonymize}, "anonymize", "columns whose values are replaced by a keyed hash")
	fs.BoolVar(&p.config.AnonymizePrefix, "anonymize-prefix", false, "keep addresses addresses, and common prefixes common")
	fs.StringVar(&p.keyFile, "anonymize-key-file", "",
		"`file` with the key, without its last line end; else $"+keyVariable+" is the key (default: a random one)")
}
