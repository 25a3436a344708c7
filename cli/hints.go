package cli

import (
	"os"
	"slices"
	"strings"

	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
	"github.com/nfstream/nfstream-go/internal/near"
	"github.com/nfstream/nfstream-go/internal/output"
)

// tinyLacks lists the flags of flows and the commands that a tiny build lacks.
var tinyLacks = struct{ flags, commands []string }{
	[]string{"filter", "count", "rules", "anonymize", "anonymize-prefix", "anonymize-key-file", "system-visibility",
		"metrics-file", "capture-engine"},
	[]string{"run", "top", "protocols", "categories", "lookup", "cut", "completion"},
}

// reportCommand is a command that only nfstream-full has.
const reportCommand = "report"

// flagHint returns a hint for an unknown flag, with its dashes, or an empty text.
func flagHint(cmd *cmdline.Command, flag string) string {
	name := strings.TrimLeft(flag, "-")
	flows := cmd.Root().Command(flowsCommand)
	if cmd == flows {
		if hint := meterHint(flag); hint != "" {
			return hint
		}
	}
	if found := cmd.Flags().SuggestionsFor(name); len(found) > 0 {
		return "try " + near.Or(found)
	}
	if cmd == cmd.Root() && (flows.Flags().Lookup(name) != nil || elsewhere[dashed(flag)] != "") {
		return "it is a flag of " + flows.CommandPath()
	}
	return ""
}

// meterHint is flagHint for flags of flows and keys of its settings.
func meterHint(flag string) string {
	if tiny && slices.Contains(tinyLacks.flags, strings.TrimLeft(flag, "-")) {
		return tinyHint(flag)
	}
	hint := elsewhere[dashed(flag)]
	for _, name := range tinyLacks.flags {
		if tiny && strings.HasSuffix(hint, "--"+name) {
			return tinyHint("--" + name)
		}
	}
	return hint
}

// dashed returns a flag's name in the notation of this program.
func dashed(flag string) string { return strings.ToLower(strings.ReplaceAll(flag, "_", "-")) }

func tinyHint(what string) string { return "this tiny build has no " + what }

// examples returns the lines of examples with flags and commands that this build has.
func examples(text string) string {
	if !tiny {
		return text
	}
	var kept []string
	for line := range strings.SplitSeq(text, "\n") {
		words := strings.Fields(line)
		if !slices.ContainsFunc(words, func(word string) bool {
			flag, ok := strings.CutPrefix(word, "--")
			return ok && slices.Contains(tinyLacks.flags, flag) || slices.Contains(tinyLacks.commands, word)
		}) {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// commandHint returns a hint for an unknown command, or an empty text.
func commandHint(root *cmdline.Command, word string) string {
	if tiny && slices.Contains(tinyLacks.commands, word) {
		return tinyHint("command " + word)
	}
	if word == reportCommand && root.Name() != output.FullProgram {
		return "it needs " + output.FullProgram
	}
	if found := root.SuggestionsFor(word); len(found) > 0 {
		return "try " + near.Or(found)
	}
	if here := pythonNames[strings.ToLower(word)]; here != "" && root.Command(here) != nil {
		return "use " + here
	}
	if _, err := os.Stat(word); err == nil {
		return "try " + root.Name() + " " + flowsCommand + " " + word
	}
	return ""
}
