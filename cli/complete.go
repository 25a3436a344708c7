package cli

import (
	"strings"

	"github.com/nfstream/nfstream-go"
	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
)

// completeFlags registers the completions of flag values.
func completeFlags(cmd *cmdline.Command, plugins []nfstream.Plugin) {
	names := completeNames(plugins)
	for flag, complete := range map[string]cmdline.Completion{
		"format":          completeWord(formats...),
		"time-format":     completeWord(timeFormats...),
		"accounting-mode": completeWord(accountingModes...),
		"table-size":      completeWord(unlimited),
		"fields":          names,
		"anonymize":       names,
		"capture-engine":  completeWord(engineNames()...),
	} {
		if cmd.Flags().Lookup(flag) == nil {
			continue // a tiny build lacks some flags
		}
		if err := cmd.RegisterFlagCompletionFunc(flag, complete); err != nil {
			panic(err) // the flag does not exist
		}
	}
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
