package cli

import (
	"fmt"
	"io"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/categories/rules"
)

// followRules has the rules loaded again whenever the process is told to, until the function that it returns is called.
// What comes of it is told to the user, and so is what of the rules is left out.
func (p *parameters) followRules(s *nfstream.Streamer, stderr io.Writer) (stop func()) {
	if len(p.config.Rules) == 0 {
		return func() {}
	}
	if !p.quiet && s.Rules().Skipped() > 0 {
		fmt.Fprintln(stderr, "nfstream: rules:", ruleCount(s.Rules()))
	}
	return onHangup(func() {
		if err := s.ReloadRules(); err != nil {
			for _, m := range messages(err) {
				fmt.Fprintln(stderr, "nfstream:", m)
			}
			fmt.Fprintln(stderr, "nfstream: the rules in force stay")
		} else if !p.quiet {
			fmt.Fprintln(stderr, "nfstream: rules loaded again:", ruleCount(s.Rules()))
		}
	})
}

func ruleCount(set *rules.Set) string {
	text := count(uint64(set.Len()), "rule")
	if n := set.Skipped(); n > 0 {
		text += "; " + count(uint64(n), "directive") + " without a meaning here left out"
	}
	return text
}
