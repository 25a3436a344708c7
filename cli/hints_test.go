package cli

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/cli/internal/cmdline"
	"github.com/nfstream/nfstream-go/internal/corpus"
)

// refused returns what the command says of a command line that makes no sense.
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
		"flows --bpf-filter tcp x":           "--bpf-filter: here it is --filter",
		"flows --bpf_filter=tcp x":           "--bpf_filter: here it is --filter",
		"flows --n_meters 4 x":               "--n_meters: here it is --workers",
		"flows --udps x x":                   "--udps: here a plug-in is --count, or Go",
		"flows --statistical_analysis x":     "--statistical_analysis: here it is --statistics",
		"flows --splt_analysis 10 x":         "here it is --splt",
		"flows --snapshot-length 10 x":       "here it is --snaplen",
		"flows --promiscuous_mode=False x":   "here promiscuous_mode=False is --no-promiscuous",
		"flows --max_nflows 3 x":             "here it is --max-flows",
		"flows --n_dissections 0 x":          "for 0 --dissect=false",
		"flows --source x":                   "--source: here a source is an argument without a flag",
		"flows --columns_to_anonymize x":     "here it is --anonymize",
		"flows --flows-per-file 3 x":         "here it is --rotate-flows",
		"flows --rotate_files 3 x":           "here it is --keep",
		"flows --system_visibility_mode 1 x": "here it is --system-visibility",
		"flows -r x":                         "there is no flag -r: here a source is",
		"flows -w x y":                       "there is no flag -w: here it is --output, or -o",
		"flows --idle_timeout 30 x":          "--idle_timeout: want perhaps --idle-timeout",
		"flows --actve-timeout 30 x":         "want perhaps --active-timeout",
		"flows --filed id x":                 "want perhaps --fields or --filter",
		"flows --rotate 3 x":                 "want perhaps --rotate-flows or --rotate-size",
		"flows --nonsense x":                 "nfstream: there is no flag --nonsense; see nfstream flows --help",
		"top --intervall 3s x":               "want perhaps --interval",
		"top --bpf-filter tcp x":             "there is no flag --bpf-filter; see nfstream top --help",
		"--statistics x":                     "there is no flag --statistics: want perhaps one of nfstream flows",
		"flow x":                             `there is no command "flow": want perhaps flows`,
		"colums":                             "want perhaps columns",
		"to_csv x":                           `there is no command "to_csv": here it is flows`,
		"devices":                            "here it is interfaces",
		"nonsense":                           `nfstream: there is no command "nonsense"; see nfstream --help`,
	} {
		require.Contains(t, refused(t, line), want, line)
	}
}

// Every hint at a flag is at one that there is.
func TestHintsAreRight(t *testing.T) {
	corpus.Whole(t, "all flags")
	fs := newRoot(nil).Command(flowsCommand).Flags()
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
		require.Nil(t, newRoot(nil).Command(word), word)
		require.NotNil(t, newRoot(nil).Command(here), word)
	}
}

// What a tiny build lacks is what it leaves out.
func TestTinyLacks(t *testing.T) {
	corpus.Whole(t, "what a tiny build lacks")
	p, fs := newParameters(nil), new(cmdline.FlagSet)
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
	for _, c := range moreCommands(nil) {
		commands = append(commands, c.Name())
	}
	require.ElementsMatch(t, commands, tinyLacks.commands)
}

func TestTinySaysWhatItLacks(t *testing.T) {
	if !tiny {
		t.Skip("of a tiny build")
	}
	for _, flag := range tinyLacks.flags {
		require.Contains(t, refused(t, "flows --"+flag+" x"), "this is a tiny build, which has no --"+flag)
	}
	for _, command := range tinyLacks.commands {
		require.Contains(t, refused(t, command), "this is a tiny build, which has no command "+command)
	}
	require.Contains(t, refused(t, "flows --bpf_filter x"), "this is a tiny build, which has no --filter")
	require.NotContains(t, good(t, "flows", "--help"), "--filter")
	require.NotContains(t, good(t, "--help"), "lookup")
}

// Help lists the flags of flows in groups, each flag in one that is named but for that of help.
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
