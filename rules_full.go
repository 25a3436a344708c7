//go:build !tiny

package nfstream

import "github.com/nfstream/nfstream-go/categories/rules"

func loadRules(paths []string) (*rules.Set, error) { return rules.Load(paths...) }
