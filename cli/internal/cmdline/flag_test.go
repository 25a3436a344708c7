package cmdline

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// given holds the values that flags set.
type given struct {
	output   string
	quiet    bool
	wait     bool
	lists    []string
	count    int
	interval time.Duration
}

func newFlags() (*FlagSet, *given) {
	fs, g := new(FlagSet), new(given)
	fs.StringVarP(&g.output, "output", "o", "-", "write to this `file`")
	fs.BoolVarP(&g.quiet, "quiet", "q", false, "say nothing")
	fs.BoolVar(&g.wait, "wait", true, "wait")
	fs.StringArrayVar(&g.lists, "list", []string{"x"}, "a list")
	fs.IntVar(&g.count, "count", 3, "so many")
	fs.DurationVar(&g.interval, "interval", time.Second, "every so often")
	return fs, g
}

func TestParse(t *testing.T) {
	for words, want := range map[string]struct {
		given
		args string
	}{
		"":                               {given{"-", false, true, []string{"x"}, 3, time.Second}, ""},
		"a -q b":                         {given{"-", true, true, []string{"x"}, 3, time.Second}, "a b"},
		"-o f -qo g - --wait=false":      {given{"g", true, false, []string{"x"}, 3, time.Second}, "-"},
		"-of -o=g --output=h=i":          {given{"h=i", false, true, []string{"x"}, 3, time.Second}, ""},
		"--list a --list b":              {given{"-", false, true, []string{"a", "b"}, 3, time.Second}, ""},
		"--count -7 --interval 1m -- -q": {given{"-", false, true, []string{"x"}, -7, time.Minute}, "-q"},
		"--output -- -- a":               {given{"--", false, true, []string{"x"}, 3, time.Second}, "a"},
		"-q=false --output=":             {given{"", false, true, []string{"x"}, 3, time.Second}, ""},
	} {
		fs, g := newFlags()
		require.NoError(t, fs.Parse(strings.Fields(words)), words)
		require.Equal(t, want.given, *g, words)
		require.Equal(t, want.args, strings.Join(fs.Args(), " "), words)
	}
}

func TestParseMistakes(t *testing.T) {
	for words, want := range map[string]string{
		"--nonsense": "unknown flag: --nonsense", "--": "", "---": "unknown flag: ---", "--=x": "unknown flag: --",
		"-x": "unknown flag: -x", "-qx": "unknown flag: -x in -qx", "-é": "unknown flag: -é",
		"-o": `flag needs an argument: "o" in -o`, "-qo": `flag needs an argument: "o" in -qo`, "--count": "flag needs an argument: --count",
		"--count x": `invalid argument "x" for --count: want a number`, "--quiet=x": `invalid argument "x" for --quiet: want true or false`,
		"--interval 5": `invalid argument "5" for --interval: want a time with its unit, such as 30s or 5m`,
	} {
		fs, _ := newFlags()
		err := fs.Parse(strings.Fields(words))
		if want == "" {
			require.NoError(t, err)
			continue
		}
		require.EqualError(t, err, want, words)
	}
}

func TestFlagSet(t *testing.T) {
	fs, g := newFlags()
	require.False(t, fs.Changed("count"))
	require.NoError(t, fs.Set("count", "5"))
	require.True(t, fs.Changed("count"))
	require.Equal(t, 5, g.count)
	require.Error(t, fs.Set("missing", ""))
	require.Equal(t, "3", fs.Lookup("count").DefValue)
	require.Nil(t, fs.ShorthandLookup(""))
	require.Panics(t, func() { fs.BoolVar(new(bool), "wait", true, "") })
	require.Equal(t, `
Flags:
  -o, --output file         write to this file (default "-")
  -q, --quiet               say nothing
      --wait                wait (default true)
      --list string         a list (default x)
      --count number        so many (default 3)
      --interval duration   every so often (default 1s)
`, fs.FlagUsages())
}

func FuzzParse(f *testing.F) {
	f.Add("-qo\x00x\x00--list=a\x00--")
	f.Add("--count\x00-1\x00-\x00---")
	f.Fuzz(func(t *testing.T, words string) {
		fs, _ := newFlags()
		_ = fs.Parse(strings.Split(words, "\x00"))
		require.LessOrEqual(t, len(fs.Args()), strings.Count(words, "\x00")+1)
	})
}

func TestRepeats(t *testing.T) {
	fs, _ := newFlags()
	require.True(t, fs.Lookup("list").Repeats())
	require.False(t, fs.Lookup("output").Repeats())
}
