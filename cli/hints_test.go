package cli

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
	"github.com/nfstream/nfstream-go/internal/corpus"
)

// refused returns the error message for invalid arguments.
func refused(t *testing.T, line string) string {
	t.Helper()
	got := inside(strings.Fields(line)...)
	require.Equal(t, exitUsage, got.status, line)
	require.Empty(t, got.out)
	return strings.TrimSpace(got.err)
}

func TestFlagHints(t *testing.T) {
	corpus.Whole(t, "a flag here")
	for line, want := range map[string]string{
		"flows --bpf-filter tcp x":           "--bpf-filter: use --filter",
		"flows --bpf_filter=tcp x":           "--bpf_filter: use --filter",
		"flows --n_meters 4 x":               "--n_meters: use --workers",
		"flows --udps x x":                   "--udps: use --count or a plug-in in Go",
		"flows --statistical_analysis x":     "--statistical_analysis: use --statistics",
		"flows --splt_analysis 10 x":         "use --splt",
		"flows --snapshot-length 10 x":       "use --snaplen",
		"flows --promiscuous_mode=False x":   "use --no-promiscuous for promiscuous_mode=False",
		"flows --max_nflows 3 x":             "use --max-flows",
		"flows --n_dissections 0 x":          "--dissect=false for 0",
		"flows --source x":                   "--source: a source is an argument without a flag",
		"flows --columns_to_anonymize x":     "use --anonymize",
		"flows --flows-per-file 3 x":         "use --rotate-flows",
		"flows --rotate_files 3 x":           "use --keep",
		"flows --system_visibility_mode 1 x": "use --system-visibility",
		"flows -r x":                         "unknown flag -r: a source is",
		"flows -w x y":                       "unknown flag -w: use --output or -o",
		"flows --idle_timeout 30 x":          "--idle_timeout: try --idle-timeout",
		"flows --actve-timeout 30 x":         "try --active-timeout",
		"flows --filed id x":                 "try --fields or --filter",
		"flows --rotate 3 x":                 "try --rotate-flows or --rotate-size",
		"flows --nonsense x":                 "nfstream: unknown flag --nonsense; see nfstream flows --help",
		"top --intervall 3s x":               "try --interval",
		"top --bpf-filter tcp x":             "unknown flag --bpf-filter; see nfstream top --help",
		"--statistics x":                     "unknown flag --statistics: it is a flag of nfstream flows",
		"flow x":                             `unknown command "flow": try flows`,
		"colums":                             "try columns",
		"to_csv x":                           `unknown command "to_csv": use flows`,
		"devices":                            "use interfaces",
		"nonsense":                           `nfstream: unknown command "nonsense"; see nfstream --help`,
	} {
		require.Contains(t, refused(t, line), want, line)
	}
}

// Hints mention only existing flags.
func TestHintsAreRight(t *testing.T) {
	corpus.Whole(t, "all flags")
	fs := newRoot(&Program{}).Command(flowsCommand).Flags()
	for flag, hint := range elsewhere {
		require.Nil(t, fs.Lookup(strings.TrimLeft(flag, "-")), flag)
		for _, word := range strings.Fields(hint) {
			if name, ok := strings.CutPrefix(strings.Trim(word, ",;:"), "--"); ok {
				name, _, _ = strings.Cut(name, "=")
				require.NotNil(t, fs.Lookup(name), hint)
			}
		}
	}
	for word, here := range pythonNames {
		require.Nil(t, newRoot(&Program{}).Command(word), word)
		require.NotNil(t, newRoot(&Program{}).Command(here), word)
	}
}

// tinyLacks lists exactly the flags and commands that a tiny build lacks.
func TestTinyLacks(t *testing.T) {
	corpus.Whole(t, "what a tiny build lacks")
	p, fs := newParameters(&Program{}), new(cmdline.FlagSet)
	p.defineFilter(fs)
	p.defineCount(fs)
	p.defineRules(fs)
	p.defineAnonymization(fs)
	p.defineProcesses(fs)
	p.defineMetricsFile(fs)
	p.defineEngine(fs)
	var flags []string
	fs.VisitAll(func(f *cmdline.Flag) { flags = append(flags, f.Name) })
	require.ElementsMatch(t, flags, tinyLacks.flags)
	commands := []string{"completion"}
	for _, c := range moreCommands(&Program{}) {
		commands = append(commands, c.Name())
	}
	require.ElementsMatch(t, commands, tinyLacks.commands)
}

func TestTinySaysWhatItLacks(t *testing.T) {
	if !tiny {
		t.Skip("of a tiny build")
	}
	for _, flag := range tinyLacks.flags {
		require.Contains(t, refused(t, "flows --"+flag+" x"), "this tiny build has no --"+flag)
	}
	for _, command := range tinyLacks.commands {
		require.Contains(t, refused(t, command), "this tiny build has no command "+command)
	}
	require.Contains(t, refused(t, "flows --bpf_filter x"), "this tiny build has no --filter")
	require.NotContains(t, good(t, "flows", "--help"), "--filter")
	require.NotContains(t, good(t, "--help"), "lookup")
}

// Help lists the flags of flows in groups. Each flag except --help is in a named group.
func TestHelpInGroups(t *testing.T) {
	help := good(t, "flows", "--help")
	at := 0
	for _, group := range []string{groupInput, groupTimeouts, groupOutput, groupLabels, groupLive, groupLimits, "Others"} {
		i := strings.Index(help, "\n"+group+":\n  ")
		require.Greater(t, i, at, group)
		at = i
	}
	require.Contains(t, help, "\nOthers:\n  -h, --help")
}
