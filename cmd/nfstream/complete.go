package main

import (
	"strings"

	"github.com/nfstream/nfstream-go/cmd/nfstream/internal/cli"
)

// completeFlags tells the shell's completion what the flags' values may be.
func completeFlags(cmd *cli.Command) {
	for flag, complete := range map[string]cli.Completion{
		"format":          completeWord(formats...),
		"accounting-mode": completeWord(accountingModes...),
		"table-size":      completeWord(unlimited),
		"fields":          completeNames,
		"anonymize":       completeNames,
	} {
		if cmd.Flags().Lookup(flag) == nil {
			continue // a tiny build has not all of them
		}
		if err := cmd.RegisterFlagCompletionFunc(flag, complete); err != nil {
			panic(err) // a flag that does not exist
		}
	}
}

func completeWord(words ...string) cli.Completion {
	return cli.FixedCompletions(words, cli.NoFileComp)
}

// completeNames completes the last of some names that commas separate.
func completeNames(_ *cli.Command, _ []string, typed string) ([]string, cli.Directive) {
	before := typed[:strings.LastIndexByte(typed, ',')+1]
	var found []string
	for _, name := range fieldNames() {
		if strings.HasPrefix(name, typed[len(before):]) {
			found = append(found, before+name)
		}
	}
	return found, cli.NoFileComp | cli.NoSpace
}
