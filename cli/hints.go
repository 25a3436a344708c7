package cli

import (
	"os"
	"slices"
	"strings"

	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
	"github.com/nfstream/nfstream-go/internal/near"
)

// tinyLacks are the flags of flows, and the commands, that a tiny build does without.
var tinyLacks = struct{ flags, commands []string }{
	[]string{"filter", "count", "rules", "anonymize", "anonymize-prefix", "anonymize-key-file", "system-visibility",
		"metrics-file", "capture-engine"},
	[]string{"run", "top", "protocols", "categories", "lookup", "cut", "completion"},
}

// elsewhere says what flags of flows, and keys of its settings, are called here that have another name elsewhere: the
// parameters of nfstream 6's NFStreamer and of its methods, and flags of tcpdump.
var elsewhere = map[string]string{
	"--source":                    sourceHint,
	"--bpf-filter":                "here it is --filter",
	"--promiscuous-mode":          "here promiscuous_mode=False is --no-promiscuous",
	"--snapshot-length":           "here it is --snaplen",
	"--socket-buffer-size":        "here it is --ring-size",
	"--n-dissections":             "here it is --max-tcp-dissections and --max-udp-dissections, and for 0 --dissect=false",
	"--udps":                      "here a plug-in is --count, or Go: see docs/plugins.md",
	"--plugins":                   "here a plug-in is --count, or Go: see docs/plugins.md",
	"--statistical-analysis":      "here it is --statistics",
	"--splt-analysis":             "here it is --splt",
	"--n-meters":                  "here it is --workers",
	"--max-nflows":                "here it is --max-flows",
	"--system-visibility-mode":    "here it is --system-visibility",
	"--system-visibility-poll-ms": "here --system-visibility needs no interval",
	"--enable-guess":              "here guesses are marked, in the column application_is_guessed",
	"--path":                      "here it is --output",
	"--columns-to-anonymize":      "here it is --anonymize",
	"--flows-per-file":            "here it is --rotate-flows",
	"--rotate-files":              "here it is --keep",
	"--interface":                 sourceHint,
	"--input":                     sourceHint,
	"--read":                      sourceHint,
	"-i":                          sourceHint,
	"-r":                          sourceHint,
	"-w":                          "here it is --output, or -o",
}

const sourceHint = "here a source is an argument without a flag"

// flagHint says what a flag that a command has not may have been meant for, with its dashes; empty where nothing is known.
func flagHint(cmd *cmdline.Command, flag string) string {
	name := strings.TrimLeft(flag, "-")
	flows := cmd.Root().Command(flowsCommand)
	if cmd == flows {
		if hint := meterHint(flag); hint != "" {
			return hint
		}
	}
	if found := cmd.Flags().SuggestionsFor(name); len(found) > 0 {
		return "want perhaps " + near.Or(found)
	}
	if cmd == cmd.Root() && (flows.Flags().Lookup(name) != nil || elsewhere[dashed(flag)] != "") {
		return "want perhaps one of " + flows.CommandPath()
	}
	return ""
}

// meterHint is flagHint of what is known of flags of flows and of keys of its settings.
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

// dashed returns a flag's name as flags are written here.
func dashed(flag string) string { return strings.ToLower(strings.ReplaceAll(flag, "_", "-")) }

func tinyHint(what string) string { return "this is a tiny build, which has no " + what }

// examples returns the lines of some examples that this build has the flags and commands of.
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

// pythonNames are what the names of nfstream 6 that one may take for commands are here.
var pythonNames = map[string]string{
	"nfstreamer": flowsCommand, "to_csv": flowsCommand, "to-csv": flowsCommand, "to_pandas": flowsCommand,
	"to-pandas": flowsCommand, "capture": flowsCommand, "meter": flowsCommand, "service": "run", "daemon": "run",
	"fields": "columns", "applications": "protocols", "devices": "interfaces",
}

// commandHint says what a word that is no command may have been meant for; empty where nothing is known.
func commandHint(root *cmdline.Command, word string) string {
	if tiny && slices.Contains(tinyLacks.commands, word) {
		return tinyHint("command " + word)
	}
	if found := root.SuggestionsFor(word); len(found) > 0 {
		return "want perhaps " + near.Or(found)
	}
	if here := pythonNames[strings.ToLower(word)]; here != "" && root.Command(here) != nil {
		return "here it is " + here
	}
	if _, err := os.Stat(word); err == nil {
		return "want perhaps " + root.Name() + " " + flowsCommand + " " + word
	}
	return ""
}
