package main

import (
	"strings"

	"github.com/spf13/cobra"
)

type completion = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective)

// completeFlags tells the shell's completion what the flags' values may be.
func completeFlags(cmd *cobra.Command) {
	for flag, complete := range map[string]completion{
		"format":          completeWord(formats...),
		"accounting-mode": completeWord(accountingModes...),
		"table-size":      completeWord(unlimited),
		"fields":          completeNames,
		"anonymize":       completeNames,
	} {
		if err := cmd.RegisterFlagCompletionFunc(flag, complete); err != nil {
			panic(err) // a flag that does not exist
		}
	}
}

func completeWord(words ...string) completion {
	return cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp)
}

// completeNames completes the last of some names that commas separate.
func completeNames(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	before := typed[:strings.LastIndexByte(typed, ',')+1]
	var found []string
	for _, name := range fieldNames() {
		if strings.HasPrefix(name, typed[len(before):]) {
			found = append(found, before+name)
		}
	}
	return found, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
}
