package cli

import (
	"fmt"
	"io"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/categories/rules"
)

// followRules reloads the rules at each SIGHUP until the returned function is called. It reports the result, and
// directives that were skipped.
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
			fmt.Fprintln(stderr, "nfstream: the current rules remain in force")
		} else if !p.quiet {
			fmt.Fprintln(stderr, "nfstream: rules reloaded:", ruleCount(s.Rules()))
		}
	})
}

func ruleCount(set *rules.Set) string {
	text := count(uint64(set.Len()), "rule")
	if n := set.Skipped(); n > 0 {
		text += "; " + count(uint64(n), "directive") + " not supported and skipped"
	}
	return text
}
