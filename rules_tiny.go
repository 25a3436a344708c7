//go:build tiny

package nfstream

import (
	"errors"

	"github.com/nfstream/nfstream-go/categories/rules"
)

// loadRules refuses files: a tiny build takes only rules that a program has made, by Config.RuleSet.
func loadRules([]string) (*rules.Set, error) {
	return nil, errors.New("files, which a tiny build does without")
}
