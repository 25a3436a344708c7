package cmdline

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/nfstream/nfstream-go/internal/corpus"
)

// newProgram returns a program with a command that has flags, and the arguments of its calls.
func newProgram() (root *Command, called *[]string) {
	called = new([]string)
	root = &Command{Use: "program", Short: "Test", Version: "v1", Args: NoArgs,
		RunE: func(cmd *Command, _ []string) error { return cmd.Help() }}
	root.SetFlagErrorFunc(func(cmd *Command, err error) error { return errors.New(cmd.CommandPath() + ": " + err.Error()) })
	work := &Command{Use: "work [flags] FILE...", Short: "Do it", Args: MinimumNArgs(1),
		RunE: func(cmd *Command, args []string) error {
			*called = append(*called, args...)
			return nil
		}}
	work.Flags().StringVarP(new(string), "format", "f", "csv", "the `form` of rows")
	work.Flags().BoolVar(new(bool), "fast", false, "do it fast")
	root.AddCommand(work, &Command{Use: "wait", Short: "Do nothing", Args: ExactArgs(0), RunE: root.RunE,
		CompleteArgs: FixedCompletions([]string{"long", "short\tnot so long"}, NoFileComp)})
	if err := work.RegisterFlagCompletionFunc("format", FixedCompletions([]string{"csv", "json"}, NoFileComp)); err != nil {
		panic(err)
	}
	return root, called
}

func run(args ...string) (out string, err error) {
	root, _ := newProgram()
	var b bytes.Buffer
	err = root.Execute(args, &b, &b)
	return b.String(), err
}

func TestArgumentsReachTheirCommand(t *testing.T) {
	for _, args := range []string{"work a --fast b", "work --format json a b", "work -f json --fast a b", "work -- a b"} {
		root, called := newProgram()
		require.NoError(t, root.Execute(strings.Fields(args), nil, nil), args)
		require.Equal(t, []string{"a", "b"}, *called, args)
	}
	root, called := newProgram()
	require.NoError(t, root.Execute([]string{"work", "--", "work", "-x"}, nil, nil))
	require.Equal(t, []string{"work", "-x"}, *called)
}

func TestMistakes(t *testing.T) {
	corpus.Whole(t, "completion")
	for args, want := range map[string]string{
		"nonsense":            `unexpected argument "nonsense"; see program --help`,
		"work":                "0 arguments given: want at least 1; see program work --help",
		"wait a":              "1 arguments given: want 0; see program wait --help",
		"work --nonsense":     "program work: unknown flag: --nonsense",
		"work a --format":     "program work: flag needs an argument: --format",
		"help wrok":           `unknown command "wrok": try work`,
		"help nonsense":       `unknown command "nonsense"; see program --help`,
		"completion nonsense": `unexpected argument "nonsense"; see program completion --help`,
	} {
		out, err := run(strings.Fields(args)...)
		require.EqualError(t, err, want, args)
		require.Empty(t, out)
	}
	require.NoError(t, MaximumNArgs(1)(&Command{}, nil))
	require.Error(t, MaximumNArgs(1)(&Command{}, []string{"a", "b"}))
	require.Error(t, (&Command{Use: "x"}).RegisterFlagCompletionFunc("missing", nil))
}

func TestHelp(t *testing.T) {
	corpus.Whole(t, "completion")
	whole, err := run()
	require.NoError(t, err)
	require.Equal(t, `Test

Usage:
  program [flags]
  program [command]

Available Commands:
  completion  Generate the autocompletion script for the specified shell
  help        Help about any command
  wait        Do nothing
  work        Do it

Flags:
  -h, --help      help for program
  -v, --version   version for program

Use "program [command] --help" for more information about a command.
`, whole)
	of, err := run("work", "--help")
	require.NoError(t, err)
	require.Contains(t, of, "Usage:\n  program work [flags] FILE...\n\nFlags:\n"+
		"  -f, --format form   the form of rows (default \"csv\")\n      --fast          do it fast\n")
	for _, args := range []string{"help work", "--help work", "-h work", "work -h"} {
		out, err := run(strings.Fields(args)...)
		require.NoError(t, err)
		require.Equal(t, of, out, args)
	}
	version, err := run("--version")
	require.NoError(t, err)
	require.Equal(t, "program version v1\n", version)
}

func TestCompletions(t *testing.T) {
	corpus.Whole(t, "completion")
	for args, want := range map[string]string{
		"":                          "completion help wait work :4",
		"wo":                        "work :4",
		"-":                         "--help -h --version -v :4",
		"work|":                     ":0",
		"work|a|":                   ":0",
		"work|--f":                  "--format --fast :4",
		"work|-f|":                  "csv json :4",
		"work|--format|j":           "json :4",
		"work|--format=|":           ":0",
		"work|--format=":            "csv json :4",
		"work|--format=c":           "csv :4",
		"work|--fast|":              ":0",
		"work|--fast|--":            "--format --fast --help :4",
		"work|--|--f":               ":0",
		"wait|":                     "long short :4",
		"help|w":                    "wait work :4",
		"help|completion|z":         "zsh :4",
		"completion|f":              "fish :4",
		"completion|zsh|--no":       "--no-descriptions :4",
		"nonsense|":                 ":4",
		"work|--nonsense|--format|": "csv json :4",
	} {
		words := strings.Split(args, "|")
		got, err := run(append([]string{completeBareCommand}, words...)...)
		require.NoError(t, err)
		require.Equal(t, want, strings.Join(strings.Fields(got), " "), args)
	}
	described, err := run(completeCommand, "wait", "s")
	require.NoError(t, err)
	require.Equal(t, "short\tnot so long\n:4\n", described)
	none, err := run(completeCommand)
	require.NoError(t, err)
	require.Contains(t, none, "work\tDo it\n")
}

func TestSuggestions(t *testing.T) {
	root, _ := newProgram()
	require.Equal(t, []string{"work"}, root.SuggestionsFor("wrk"))
	require.Equal(t, []string{"wait"}, root.SuggestionsFor("WA"))
	require.Empty(t, root.SuggestionsFor(strings.Repeat("work", 1000)))
	fs, _ := newFlags()
	require.Equal(t, []string{"--output"}, fs.SuggestionsFor("outptu"))
	require.Empty(t, fs.SuggestionsFor("nonsense"))
}

// Flags are listed by group, in the requested order; flags without a group are last.
func TestGroups(t *testing.T) {
	fs := new(FlagSet)
	fs.Groups("Input", "Output", "Nothing")
	fs.BoolVar(new(bool), "loose", false, "in no group")
	fs.Group("Output")
	fs.StringVarP(new(string), "output", "o", "-", "write to this `file`")
	fs.Group("More")
	fs.BoolVar(new(bool), "more", false, "of another group")
	fs.Group("Input")
	fs.StringVar(new(string), "filter", "", "take `some`")
	fs.Group("Output")
	fs.BoolVar(new(bool), "quiet", false, "say nothing")
	require.Equal(t, `
Input:
      --filter some   take some

Output:
  -o, --output file   write to this file (default "-")
      --quiet         say nothing

More:
      --more          of another group

Others:
      --loose         in no group
`, fs.FlagUsages())
}

// FuzzComplete completes arbitrary words. The output must end in a directive.
func FuzzComplete(f *testing.F) {
	corpus.Whole(f, "completion")
	f.Add("work\x00--format=\x00")
	f.Add("help\x00completion\x00-\x00--\x00=")
	f.Fuzz(func(t *testing.T, words string) {
		out, err := run(append([]string{completeCommand}, strings.Split(words, "\x00")...)...)
		require.NoError(t, err)
		require.Regexp(t, `(^|\n):\d\n$`, out)
		_, _ = run(strings.Split(words, "\x00")...)
	})
}
