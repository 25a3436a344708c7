//go:build !tiny

package cli

import (
	"slices"
	"strings"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
)

// completeFlags registers the completions of flag values.
func completeFlags(cmd *cmdline.Command, program *Program) {
	completeMeter(cmd, program)
	for flag, complete := range map[string]cmdline.Completion{
		"format":          completeWord(newParameters(program).formats()...),
		"time-format":     completeWord(timeFormats...),
		"accounting-mode": completeWord(accountingModes...),
		"fields":          completeNames(program.Plugins),
	} {
		completeFlag(cmd, flag, complete)
	}
}

// completeMeter registers the completions of the flags that all commands that meter have.
func completeMeter(cmd *cmdline.Command, program *Program) {
	completeFlag(cmd, "table-size", completeWord(unlimited))
	completeFlag(cmd, "anonymize", completeNames(program.Plugins))
	completeFlag(cmd, "capture-engine", completeWord(engineNames()...))
}

// completeFlag registers the completions of the values of a flag of the command.
func completeFlag(cmd *cmdline.Command, flag string, complete cmdline.Completion) {
	if err := cmd.RegisterFlagCompletionFunc(flag, complete); err != nil {
		panic(err) // the flag does not exist
	}
}

// completeWords registers the values that a flag takes.
func completeWords(cmd *cmdline.Command, flag string, words ...string) {
	completeFlag(cmd, flag, completeWord(words...))
}

func completeWord(words ...string) cmdline.Completion {
	return cmdline.FixedCompletions(words, cmdline.NoFileComp)
}

// completeNames completes the last of several comma-separated names of columns and groups.
func completeNames(plugins []nfstream.Plugin) cmdline.Completion {
	return func(_ *cmdline.Command, _ []string, typed string) ([]string, cmdline.Directive) {
		before := typed[:strings.LastIndexByte(typed, ',')+1]
		var found []string
		for _, name := range fieldNames(plugins) {
			if strings.HasPrefix(name, typed[len(before):]) {
				found = append(found, before+name)
			}
		}
		return found, cmdline.NoFileComp | cmdline.NoSpace
	}
}

// fieldNames returns the names that --fields accepts.
func fieldNames(plugins []nfstream.Plugin) []string {
	columns, err := knownColumns(plugins, "all")
	if err != nil {
		return nil
	}
	names := []string{"all", "nfstream6"}
	for _, c := range columns {
		if !slices.Contains(names, c.Group) {
			names = append(names, c.Group)
		}
	}
	for _, c := range columns {
		names = append(names, c.Name)
	}
	return names
}
